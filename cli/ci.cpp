// SPDX-License-Identifier: Apache-2.0
// shadowdiff ci: the nightly job in one command. Replays, gates, compares with the night before,
// and leaves its reports in a directory.
#include "cli/command.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/help_format.hpp"
#include "cli/in_common.hpp"
#include "cli/output.hpp"
#include "cli/replay_flags.hpp"
#include "cli/run_name.hpp"
#include "cli/same_file.hpp"
#include "cli/say.hpp"
#include "reports/render.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

namespace shadowdiff::cli {
namespace {

struct CiFlags {
    ReplayFlags replay;
    EvidenceFlags evidence;
    std::string directory = "shadowdiff-report";
};

// GitHub shows what a step appends to that file.
void append_to_step_summary(const std::string& markdown) {
    const char* file = std::getenv("GITHUB_STEP_SUMMARY");
    if (file == nullptr || *file == '\0') return;
    std::ofstream summary{file, std::ios::app | std::ios::binary};
    summary << markdown;
    summary.flush();
    if (!summary) throw StartupError{fmt::format("{}: cannot be appended to", file)};
}

// Gives the summary.
std::string write_reports(const std::filesystem::path& directory, const reports::Report& report) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        throw StartupError{
            fmt::format("--output {}: cannot be made: {}", directory.string(), error.message())};
    }
    const auto markdown = reports::render_markdown(report, reports::markdown_bytes_max);
    write_output(directory / "report.json", reports::render_json(report));
    write_output(directory / "junit.xml", reports::render_junit(report));
    write_output(directory / "summary.md", markdown);
    write_output(directory / "report.html", reports::render_html(report));
    return markdown;
}

// The first night has no earlier run, and that is no fault.
EvidenceFlags without_missing_baselines(EvidenceFlags flags) {
    std::erase_if(flags.baselines, [](const std::string& file) {
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored)) return false;
        say("shadowdiff: {}: no such baseline: this run is the first\n", file);
        return true;
    });
    return flags;
}

int ci(const CiFlags& flags) {
    const auto evidence = without_missing_baselines(flags.evidence);
    for (const auto& baseline : evidence.baselines) {
        refuse_to_replace(baseline, "--baseline and --db", flags.replay.shadow.run_file);
    }
    check_evidence(evidence);
    const auto replayed = run_replay(flags.replay);
    const auto& shadow = replayed.result.shadow;
    warn_of_failures(shadow.failures);
    for (const auto& failed : {shadow.source_error, shadow.store_error}) {
        if (failed) say("shadowdiff: {}\n", failed->message);
    }
    auto report = load_report(flags.replay.shadow.run_file, evidence);
    warn_of_unknown_routes(report, evidence);
    add_in_common(report, flags.replay.shadow.run_file);
    name_run_file(report, flags.replay.shadow.run_file);
    append_to_step_summary(write_reports(flags.directory, report));
    write_output("", report.gate.sentence + "\n");
    if (shadow.interrupted) return interrupted;
    const bool is_whole =
        !shadow.source_error && !shadow.store_error && replayed.result.files_broken == 0;
    return is_whole ? status_of(report.gate.answer) : trouble;
}

}  // namespace

void add_ci(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("ci", "the nightly job: replay, gate, reports, one line");
    const auto flags = std::make_shared<CiFlags>();
    add_replay_flags(*command, flags->replay);
    add_limit_flag(*command, "--requests", flags->replay);
    add_evidence_flags(*command, flags->evidence);
    set_group(*command, "What the gate asks",
              {"--limit", "--confidence", "--coverage", "--look", "--jointly", "--latency",
               "--decisions", "--cut-over"});
    command
        ->add_option("--output", flags->directory,
                     "directory for report.json, junit.xml, summary.md and report.html")
        ->capture_default_str();
    command->footer(
        "Example: shadowdiff ci nights/*.sdrec --config shadowdiff.toml --baseline last/run.db\n"
        "Exit status: 0 GO, 1 NO-GO, 2 trouble, 3 INCONCLUSIVE.");
    commands[command] = [flags] { return ci(*flags); };
}

}  // namespace shadowdiff::cli
