// SPDX-License-Identifier: Apache-2.0
// shadowdiff gate: GO, NO-GO or INCONCLUSIVE, in one line or as JSON, and the exit status.
#include "cli/command.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/output.hpp"
#include "reports/render.hpp"

#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::cli {
namespace {

struct GateFlags {
    std::vector<std::string> run_files;
    EvidenceFlags evidence;
    bool json = false;
};

int gate(const GateFlags& flags) {
    auto wanted = counts_only;
    wanted.latency = flags.evidence.latency;
    const auto report = load_report(flags.run_files, flags.evidence, wanted);
    warn_of_unknown_routes(report, flags.evidence);
    write_output("", flags.json ? reports::render_gate_json(report) : report.gate.sentence + "\n");
    return status_of(report.gate.answer);
}

}  // namespace

void add_gate(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("gate", "may we cut over? GO, NO-GO or INCONCLUSIVE");
    const auto flags = std::make_shared<GateFlags>();
    command
        ->add_option("run", flags->run_files,
                     "run files: evidence of the same versions and rules is added up")
        ->required();
    add_evidence_flags(*command, flags->evidence);
    command->add_flag("--json", flags->json, "for programs: each route, and what is missing");
    command->footer(
        "Example: shadowdiff gate run.db --look nightly && ./cut-over\n"
        "Exit status: 0 GO, 1 NO-GO, 2 trouble, 3 INCONCLUSIVE.");
    commands[command] = [flags] { return gate(*flags); };
}

}  // namespace shadowdiff::cli
