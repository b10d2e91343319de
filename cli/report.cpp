// SPDX-License-Identifier: Apache-2.0
// shadowdiff report: a run file as text, JSON or a page.
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "pipeline/inspect.hpp"
#include "reports/render.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <string>

namespace shadowdiff::cli {
namespace {

struct ReportFlags {
    std::string run_file;
    std::string format = "text";
    std::string output;
};

std::string render(const reports::Report& report, const ReportFlags& flags) {
    if (flags.format == "json") return reports::render_json(report);
    if (flags.format == "html") return reports::render_html(report);
    return reports::render_text(report, flags.output.empty() ? text_style() : reports::TextStyle{});
}

int report(const ReportFlags& flags) {
    std::error_code ignored;
    if (std::filesystem::equivalent(flags.run_file, flags.output, ignored)) {
        throw StartupError{"--output is the run file itself: " + flags.output};
    }
    const auto rows = pipeline::read_run(flags.run_file);
    if (!rows) throw StartupError{rows.error().message};
    write_output(flags.output, render(reports::make_report(*rows), flags));
    return done;
}

}  // namespace

void add_report(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("report", "what a run found");
    const auto flags = std::make_shared<ReportFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command->add_option("--format", flags->format, "text, json or html")
        ->check(CLI::IsMember({"text", "json", "html"}))
        ->capture_default_str();
    command->add_option("--output", flags->output, "a file to write (else stdout)");
    command->footer("Example: shadowdiff report run.db --format html --output report.html");
    commands[command] = [flags] { return report(*flags); };
}

}  // namespace shadowdiff::cli
