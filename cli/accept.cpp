// SPDX-License-Identifier: Apache-2.0
// shadowdiff accept: records what was decided about a finding.
#include "base/escape.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/evidence_flags.hpp"
#include "cli/output.hpp"
#include "cli/text_file.hpp"
#include "cli/today.hpp"
#include "config/decisions.hpp"
#include "pipeline/kept_run/inspect.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace shadowdiff::cli {
namespace {

constexpr std::string_view other_findings = "(other)";  // see docs/schema.md

struct AcceptFlags {
    std::string run_file;
    std::string finding;
    std::string as;
    std::string reason;
    std::string owner;
    std::string expires;
    std::string decisions = decisions_file_default;
};

judge::Day today_as_text() {
    const std::chrono::year_month_day day{today()};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

store::FindingRow the_finding(const AcceptFlags& flags) {
    const auto rows = pipeline::read_run(flags.run_file);
    if (!rows) throw StartupError{rows.error().message};
    std::vector<store::FindingRow> found;
    for (const auto& finding : rows->findings) {
        if (finding.fingerprint.starts_with(flags.finding)) found.push_back(finding);
    }
    const auto asked = printable(flags.finding, 64);
    if (found.empty()) throw StartupError{"no finding begins with " + asked + " in this run"};
    if (found.size() > 1) {
        throw StartupError{"more than one finding begins with " + asked + " (give more digits)"};
    }
    return found.front();
}

// Nothing is appended to a file that cannot be read, nor could be afterwards.
void check_that_it_fits(const std::string& file, const std::string& text) {
    std::error_code ignored;
    if (!std::filesystem::exists(file, ignored)) return;
    (void)read_decisions(file);
    const auto whole = read_file(file, configuration_bytes_max) + text;
    if (has_errors(config::parse_decisions(whole, file).faults)) {
        throw StartupError{fmt::format(
            "cannot append to {}: decisions in it have to be written as [[decision]]", file)};
    }
}

// Only appended: whatever a person wrote in the file stays as it is.
void append(const std::string& file, const std::string& text) {
    auto* stream = std::fopen(file.c_str(), "abe");
    bool written = stream && std::fwrite(text.data(), 1, text.size(), stream) == text.size();
    if (stream && std::fclose(stream) != 0) written = false;
    if (!written) {
        throw StartupError{fmt::format("cannot write {}: {}", file, std::strerror(errno))};
    }
}

int accept(const AcceptFlags& flags) {
    if (flags.reason.empty() || flags.owner.empty()) {
        throw StartupError{"--reason and --owner are required: who will ask, and whom?"};
    }
    if (flags.finding.empty()) throw StartupError{"the finding is empty: which one is meant?"};
    if (!flags.expires.empty() && !judge::is_day(flags.expires)) {
        throw StartupError{
            fmt::format("--expires: \"{}\" is no day: expected 2026-05-01", flags.expires)};
    }
    if (!flags.expires.empty() && flags.expires < today_as_text()) {
        throw StartupError{fmt::format(
            "--expires: {} is over: such a decision would excuse nothing", flags.expires)};
    }
    const auto finding = the_finding(flags);
    if (finding.pattern == other_findings) {
        throw StartupError{fmt::format(
            "{} is no one finding: it stands for all that came after ten thousand others (decide "
            "about those that are named, or compare less of the route)",
            printable(finding.fingerprint))};
    }
    const judge::FindingDecision decision{.fingerprint = printable(finding.fingerprint),
                                          .as = *judge::decided_as_from_name(flags.as),
                                          .reason = printable(flags.reason),
                                          .owner = printable(flags.owner),
                                          .decided = today_as_text(),
                                          .expires = flags.expires,
                                          .route = printable(finding.route),
                                          .path = printable(finding.pattern),
                                          .kind = printable(finding.kind),
                                          .severity = diff::severity_from_name(finding.severity)};
    const auto text = config::render_decision(decision);
    check_that_it_fits(flags.decisions, text);
    append(flags.decisions, text);
    write_output("", fmt::format("{}: {} {} on {} is {}\n", flags.decisions, decision.path,
                                 decision.kind, decision.route, flags.as));
    return done;
}

}  // namespace

void add_accept(CLI::App& app, Commands& commands) {
    auto* command = app.add_subcommand("accept", "record what was decided about a finding");
    const auto flags = std::make_shared<AcceptFlags>();
    command->add_option("run", flags->run_file, "the run file")->required();
    command->add_option("finding", flags->finding, "its fingerprint, or the beginning of it")
        ->required();
    command
        ->add_option("--as", flags->as,
                     "legacy-bug, intended: it counts no more; to-fix: it counts until it is gone")
        ->check(CLI::IsMember({"legacy-bug", "intended", "to-fix"}))
        ->required();
    command->add_option("--reason", flags->reason, "for whoever reads it next year");
    command->add_option("--owner", flags->owner, "who answers for it");
    command->add_option("--expires", flags->expires, "the last day on which it holds: 2026-05-01");
    command->add_option("--decisions", flags->decisions, "the file to append to")
        ->capture_default_str();
    command->footer(
        "Example: shadowdiff accept run.db 3f9a --as intended --reason \"new rounding\" --owner "
        "ana --expires 2026-09-30");
    commands[command] = [flags] { return accept(*flags); };
}

}  // namespace shadowdiff::cli
