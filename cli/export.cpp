// SPDX-License-Identifier: Apache-2.0
// shadowdiff export: the kept exchanges for other programs, as JSON lines or CSV.
#include "reports/export.hpp"

#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/output.hpp"
#include "cli/same_file.hpp"
#include "cli/say.hpp"
#include "pipeline/kept_run/inspect.hpp"
#include "reports/unknown_names.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>

namespace shadowdiff::cli {
namespace {

struct ExportFlags {
    std::string run_file;
    std::string format = "jsonl";
    std::string output;
    store::ExchangeFilter filter;
};

int export_exchanges(const ExportFlags& flags) {
    refuse_to_replace(flags.run_file, "--output", flags.output);
    const auto before = pipeline::read_run(flags.run_file, counts_only);
    if (!before) throw StartupError{before.error().message};
    if (const auto unknown = reports::unknown_in(flags.filter, *before); !unknown.empty()) {
        throw StartupError{unknown};
    }
    const bool is_csv = flags.format == "csv";
    Output output{flags.output};
    if (is_csv) output.write(reports::export_csv_header());
    std::uint64_t listed = 0;
    const auto done_reading = pipeline::each_exchange(
        flags.run_file, flags.filter, [&](const store::ExchangeRow& exchange) {
            ++listed;
            output.write(is_csv ? reports::export_csv(exchange) : reports::export_json(exchange));
            return true;
        });
    if (!done_reading) throw StartupError{done_reading.error().message};
    output.finish();
    const auto rows = pipeline::read_run(flags.run_file, counts_only);
    if (!rows) throw StartupError{rows.error().message};
    say("shadowdiff: {}\n", reports::export_summary(*rows, flags.filter, listed));
    return done;
}

}  // namespace

void add_export(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("export", "the kept exchanges as JSON lines or CSV");
    const auto flags = std::make_shared<ExportFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command->add_option("--format", flags->format, "jsonl or csv")
        ->check(CLI::IsMember({"jsonl", "csv"}))
        ->capture_default_str();
    command->add_option("--verdict", flags->filter.verdict, "only these: mismatch, noise, …");
    command->add_option("--reason", flags->filter.reason, "only with this reason in the ledger");
    command
        ->add_option("--severity", flags->filter.severity, "only mismatches: low, medium or high")
        ->check(CLI::IsMember({"low", "medium", "high"}));
    command
        ->add_option("--status", flags->filter.status,
                     "only where legacy or the candidate answered so first: 404")
        ->check(CLI::Range(100U, 999U));
    command->add_option("--route", flags->filter.route, "only of this route");
    command->add_option("--finding", flags->filter.finding,
                        "only what shows it: a fingerprint, or its beginning");
    command->add_option("--output", flags->output, "a file to write (else stdout)");
    command->footer(
        "Example: shadowdiff export run.db --verdict mismatch --route \"GET /orders/{id}\"\n"
        "The last line on stderr says how many of those that were counted are listed.\n"
        "Exit status: 0 done, 2 trouble, such as a --route that the run has not.");
    commands[command] = [flags] { return export_exchanges(*flags); };
}

}  // namespace shadowdiff::cli
