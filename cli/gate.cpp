// SPDX-License-Identifier: Apache-2.0
// shadowdiff gate: GO, NO-GO or INCONCLUSIVE, in one line and the exit status.
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "pipeline/inspect.hpp"
#include "reports/model.hpp"

#include <memory>
#include <string>

namespace shadowdiff::cli {
namespace {

struct GateFlags {
    std::string run_file;
    double limit_percent = 0.1;
    double confidence_percent = 95;
};

int status_of(judge::GateAnswer answer) {
    switch (answer) {
        case judge::GateAnswer::go: return done;
        case judge::GateAnswer::no_go: return answer_is_no;
        case judge::GateAnswer::inconclusive: return inconclusive;
    }
    return trouble;
}

int gate(const GateFlags& flags) {
    if (!(flags.limit_percent > 0) || !(flags.confidence_percent > 0)) {  // not a number, either
        throw StartupError{"--limit and --confidence are percentages above 0"};
    }
    const auto rows = pipeline::read_run(flags.run_file);
    if (!rows) throw StartupError{rows.error().message};
    const auto report =
        reports::make_report(*rows, {flags.limit_percent / 100, flags.confidence_percent / 100});
    write_output("", report.gate.sentence + "\n");
    return status_of(report.gate.answer);
}

}  // namespace

void add_gate(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("gate", "may we cut over? GO, NO-GO or INCONCLUSIVE");
    const auto flags = std::make_shared<GateFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command
        ->add_option("--limit", flags->limit_percent,
                     "percent of exchanges of a route that may mismatch")
        ->check(CLI::Range(1e-6, 100.0))
        ->capture_default_str();
    command->add_option("--confidence", flags->confidence_percent, "percent, one-sided")
        ->check(CLI::Range(50.0, 99.9999))
        ->capture_default_str();
    command->footer(
        "Example: shadowdiff gate run.db && ./cut-over\n"
        "Exit status: 0 GO, 1 NO-GO, 3 INCONCLUSIVE.");
    commands[command] = [flags] { return gate(*flags); };
}

}  // namespace shadowdiff::cli
