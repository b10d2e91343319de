// SPDX-License-Identifier: Apache-2.0
// shadowdiff report: a run file as text, Markdown, JSON, JUnit, SARIF, CSV or a page.
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/in_common.hpp"
#include "cli/output.hpp"
#include "cli/route_flags.hpp"
#include "cli/run_name.hpp"
#include "cli/same_file.hpp"
#include "cli/terminal.hpp"
#include "cli/text_file.hpp"
#include "reports/never_asked.hpp"
#include "reports/render.hpp"
#include "reports/shell_word.hpp"
#include "routes/openapi.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>

namespace shadowdiff::cli {
namespace {

struct ReportFlags {
    std::string run_file;
    std::string format = "text";
    std::string output;
    std::string openapi;
    EvidenceFlags evidence;
};

reports::ApiPlaces api_places(const std::string& file) {
    if (file.empty()) return {};
    auto lines = routes::openapi_lines(read_file(file, openapi_bytes_max));
    if (!lines) {
        throw StartupError{fmt::format("--openapi: {}: {}", file, lines.error().message)};
    }
    return {file, *std::move(lines)};
}

std::string render(const reports::Report& report, const reports::ApiPlaces& places,
                   const ReportFlags& flags) {
    if (flags.format == "json") return reports::render_json(report);
    if (flags.format == "markdown") {
        return reports::render_markdown(report, reports::markdown_bytes_max);
    }
    if (flags.format == "comment") {
        return reports::render_markdown(report, reports::comment_bytes_max);
    }
    if (flags.format == "csv") return reports::render_csv(report);
    if (flags.format == "sarif") return reports::render_sarif(report, places);
    if (flags.format == "junit") return reports::render_junit(report);
    if (flags.format == "html") return reports::render_html(report);
    return reports::render_text(report, flags.output.empty() ? text_style() : reports::TextStyle{});
}

int report(const ReportFlags& flags) {
    refuse_to_replace(flags.run_file, "--output", flags.output);
    auto report = load_report(flags.run_file, flags.evidence, {.examples = flags.format == "html"});
    warn_of_unknown_routes(report, flags.evidence);
    add_in_common(report, flags.run_file);
    name_run_file(report, flags.run_file);
    if (!flags.openapi.empty()) {
        report.flags += fmt::format("{}--openapi {}", report.flags.empty() ? "" : " ",
                                    reports::shell_argument(flags.openapi));
    }
    const auto places = api_places(flags.openapi);
    reports::compare_with(places, report);
    write_output(flags.output, render(report, places, flags));
    return done;
}

}  // namespace

void add_report(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("report", "what a run found");
    const auto flags = std::make_shared<ReportFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command
        ->add_option("--format", flags->format,
                     "text, markdown, comment (markdown under 64k), json, junit, sarif, csv, html")
        ->check(
            CLI::IsMember({"text", "markdown", "comment", "json", "junit", "sarif", "csv", "html"}))
        ->capture_default_str();
    add_evidence_flags(*command, flags->evidence);
    command->add_option(
        "--openapi", flags->openapi,
        "an OpenAPI 3 file: which of its routes were never asked; sarif names its lines");
    command->add_option("--output", flags->output, "a file to write (else stdout)");
    command->footer("Example: shadowdiff report run.db --format html --output report.html");
    commands[command] = [flags] { return report(*flags); };
}

}  // namespace shadowdiff::cli
