// SPDX-License-Identifier: Apache-2.0
#include "cli/evidence_flags.hpp"

#include "base/escape.hpp"
#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/say.hpp"
#include "cli/text_file.hpp"
#include "config/decisions.hpp"
#include "pipeline/kept_run/inspect.hpp"
#include "reports/pool.hpp"
#include "reports/routes_model.hpp"
#include "reports/shell_word.hpp"
#include "reports/unknown_names.hpp"
#include "store/run_ids.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::cli {
namespace {

template <class T>
T valid(Result<T> result) {
    if (!result) throw StartupError{result.error().message};
    return std::move(*result);
}

judge::GateOptions gate_options(const EvidenceFlags& flags) {
    const bool are_percentages = flags.limit_percent > 0 && flags.confidence_percent > 0 &&
                                 flags.coverage_percent >= 0;  // not a number, either
    if (!are_percentages) {
        throw StartupError{"--limit, --confidence and --coverage are percentages above 0"};
    }
    return {
        .mismatch_rate_max = flags.limit_percent / 100,
        .confidence = flags.confidence_percent / 100,
        .coverage_min = flags.coverage_percent / 100,
        .look = flags.look == name(judge::Look::nightly) ? judge::Look::nightly : judge::Look::once,
        .jointly = flags.jointly,
        .latency = flags.latency};
}

// What the numbers of a report depend on, as it would be given again.
std::string flags_to_repeat(const EvidenceFlags& flags) {
    const EvidenceFlags usual;
    std::vector<std::string> given;
    const auto add = [&](std::string_view name, const auto& value, const auto& usually) {
        if (value != usually) given.push_back(fmt::format("--{} {}", name, value));
    };
    const auto add_word = [&](std::string_view name, std::string_view text) {
        given.push_back(fmt::format("--{} {}", name, reports::shell_argument(text)));
    };
    add("limit", flags.limit_percent, usual.limit_percent);
    add("confidence", flags.confidence_percent, usual.confidence_percent);
    add("coverage", flags.coverage_percent, usual.coverage_percent);
    add("look", flags.look, usual.look);
    if (flags.jointly) given.push_back("--jointly");
    if (flags.latency) given.push_back("--latency");
    if (flags.decisions != usual.decisions) add_word("decisions", flags.decisions);
    for (const auto& baseline : flags.baselines) add_word("baseline", baseline);
    for (const auto& route : flags.cut_over) add_word("cut-over", route);
    return fmt::format("{}", fmt::join(given, " "));
}

}  // namespace

void add_evidence_flags(CLI::App& command, EvidenceFlags& flags) {
    command
        .add_option("--limit", flags.limit_percent,
                    "percent of exchanges of a route that may mismatch")
        ->check(CLI::Range(1e-6, 99.9999))
        ->capture_default_str();
    command.add_option("--confidence", flags.confidence_percent, "percent, one-sided")
        ->check(CLI::Range(50.0, 99.9999))
        ->capture_default_str();
    command
        .add_option("--coverage", flags.coverage_percent,
                    "percent of what was to be compared that must have been")
        ->check(CLI::Range(0.0, 100.0))
        ->capture_default_str();
    command
        .add_option("--look", flags.look,
                    "once; or nightly: bounds that hold however often one looks")
        ->check(CLI::IsMember({"once", "nightly"}))
        ->capture_default_str();
    command.add_flag("--jointly", flags.jointly, "all routes together hold at the confidence");
    command.add_flag("--latency", flags.latency, "times decide, too: no route may be slower");
    command.add_option("--decisions", flags.decisions, "what was decided about findings")
        ->capture_default_str();
    command.add_option("--baseline", flags.baselines, "earlier run files, in any order");
    command.add_option("--cut-over", flags.cut_over, "routes that the candidate serves already");
}

std::vector<judge::FindingDecision> read_decisions(const std::string& file) {
    std::error_code ignored;
    if (file == decisions_file_default && !std::filesystem::exists(file, ignored)) return {};
    auto decisions = config::parse_decisions(read_file(file, configuration_bytes_max), file);
    if (has_errors(decisions.faults)) throw StartupError{to_text(std::move(decisions.faults))};
    return std::move(decisions.list);
}

const store::RowsWanted counts_only{.examples = false, .latency = false, .trend = false};

namespace {

// `own`: the runs that the report is about, which are no earlier ones of themselves.
reports::Evidence evidence_of(const EvidenceFlags& flags, const std::set<std::string>& own) {
    reports::Evidence evidence;
    evidence.decisions = read_decisions(flags.decisions);
    evidence.cut_over = flags.cut_over;
    // A shell's * gives files by their names: which run is the latest they say themselves.
    std::multimap<std::int64_t, store::RunRows> earlier;
    for (const auto& file : flags.baselines) {
        auto rows = valid(pipeline::read_run(file, counts_only));
        if (std::ranges::any_of(store::runs_in(rows),
                                [&](const auto& run) { return own.contains(run); })) {
            warn(fmt::format("--baseline {}: it is the run itself, or has it in it: left out",
                             printable(file)));
            continue;
        }
        const auto began = rows.run.started_at_us;
        earlier.emplace(began, std::move(rows));
    }
    for (auto& [began, rows] : earlier) {
        evidence.baseline_began_us = began;
        auto judged = reports::judged_by_route(rows);
        evidence.baselines.push_back({std::move(rows.findings), std::move(judged)});
    }
    return evidence;
}

// Of each route, the mismatches that show these findings and no others.
std::map<std::string, std::uint64_t> mismatches_of(const std::vector<std::string>& run_files,
                                                   const std::vector<std::string>& fingerprints) {
    std::map<std::string, std::uint64_t> routes;
    if (fingerprints.empty()) return routes;
    for (const auto& file : run_files) {
        for (const auto& [route, n] : valid(pipeline::read_excused(file, fingerprints))) {
            routes[route] += n;
        }
    }
    return routes;
}

}  // namespace

void check_evidence(const EvidenceFlags& flags) { evidence_of(flags, {}); }

reports::Report load_report(const std::string& run_file, const EvidenceFlags& flags,
                            const store::RowsWanted& wanted) {
    return load_report(std::vector{run_file}, flags, wanted);
}

reports::Report load_report(const std::vector<std::string>& run_files, const EvidenceFlags& flags,
                            const store::RowsWanted& wanted) {
    const auto options = gate_options(flags);
    std::vector<reports::NamedRun> runs;
    for (const auto& file : run_files)
        runs.push_back({file, valid(pipeline::read_run(file, wanted))});
    std::set<std::string> own;
    for (const auto& run : runs) own.merge(store::runs_in(run.rows));
    auto pool = reports::pool(std::move(runs));
    for (const auto& left_out : pool.left_out) {
        say("shadowdiff: not added up: {}\n", printable(left_out));
    }
    auto evidence = evidence_of(flags, own);
    const auto excused = reports::excused_fingerprints(pool.rows, evidence.decisions);
    evidence.excused = mismatches_of(pool.files, excused);
    const auto doubted = reports::doubted_fingerprints(pool.rows);
    if (!doubted.empty()) {
        auto both = excused;
        both.insert(both.end(), doubted.begin(), doubted.end());
        evidence.may_be_noise = mismatches_of(pool.files, both);
        for (const auto& [route, n] : evidence.excused) evidence.may_be_noise[route] -= n;
    }
    auto report = reports::make_report(pool.rows, options, evidence);
    report.added_up = std::move(pool.files);
    report.left_out = std::move(pool.left_out);
    report.flags = flags_to_repeat(flags);
    return report;
}

void warn_of_unknown_routes(const reports::Report& report, const EvidenceFlags& flags) {
    std::vector<std::string> known;
    for (const auto& line : report.routes) known.push_back(line.route);
    for (const auto& route : flags.cut_over) {
        const auto unknown = reports::unknown_route(route, known);
        if (!unknown.empty()) warn("--cut-over: " + unknown);
    }
}

int status_of(judge::GateAnswer answer) {
    switch (answer) {
        case judge::GateAnswer::go: return done;
        case judge::GateAnswer::no_go: return answer_is_no;
        case judge::GateAnswer::inconclusive: return inconclusive;
    }
    return trouble;
}

}  // namespace shadowdiff::cli
