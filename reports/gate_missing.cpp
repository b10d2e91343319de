// SPDX-License-Identifier: Apache-2.0
#include "reports/gate_missing.hpp"

#include "judge/gate_sentence.hpp"
#include "reports/routes_model.hpp"
#include "reports/wording.hpp"
#include "store/run_ids.hpp"

#include <fmt/format.h>

namespace shadowdiff::reports {
namespace {

void add_open_findings(std::vector<Missing>& missing, const Report& report) {
    for (const FindingEntry& entry : report.findings) {
        if (!is_open(entry)) continue;
        const auto& finding = entry.finding;
        missing.push_back(
            {.what = "open_finding",
             .sentence = fmt::format("{} {} on {} ({}) is confirmed by asking again and undecided",
                                     finding.pattern, finding.kind, finding.route,
                                     counted(finding.exchanges, "exchange", "exchanges")),
             .route = finding.route,
             .fingerprint = finding.fingerprint});
    }
}

void add_rates(std::vector<Missing>& missing, const Report& report) {
    const auto& limit = report.gate_options.mismatch_rate_max;
    for (const RouteLine& line : report.routes) {
        if (line.answer != name(judge::GateAnswer::no_go) || line.lower_bound <= limit) continue;
        missing.push_back(
            {.what = "rate_over_limit",
             .sentence = fmt::format(
                 "{} of {} judged mismatch on {}, over the limit of {} even at the "
                 "lower bound",
                 grouped(line.mismatches), grouped(line.judged), line.route, percent(limit)),
             .route = line.route});
    }
}

void add_thin_routes_of_gate(std::vector<Missing>& missing, const Report& report) {
    for (const RouteLine& line : report.routes) {
        if (line.more_needed == 0) continue;
        const auto more = counted(line.more_needed, "more exchange", "more exchanges");
        missing.push_back({.what = "too_few_exchanges",
                           .sentence = fmt::format("{} needs {} without a {}mismatch", line.route,
                                                   more, line.mismatches > 0 ? "further " : ""),
                           .route = line.route,
                           .more_needed = line.more_needed});
    }
}

void add_unconfirmed(std::vector<Missing>& missing, const Report& report) {
    for (const RouteLine& line : report.routes) {
        if (line.may_be_noise > 0) {
            missing.push_back(
                {.what = "may_be_noise",
                 .sentence = judge::may_be_noise_words(line.may_be_noise, "on " + line.route),
                 .route = line.route});
        }
        if (line.unconfirmed == 0) continue;
        missing.push_back(
            {.what = "unconfirmed",
             .sentence = judge::unconfirmed_words(line.unconfirmed, "on " + line.route),
             .route = line.route});
    }
}

void add_speeds(std::vector<Missing>& missing, const Report& report) {
    if (!report.gate_options.latency) return;
    for (const RouteLine& line : report.routes) {
        if (line.answer.empty() || line.speed == judge::Speed::not_slower) continue;
        const auto where = "on " + line.route;
        const bool is_slower = line.speed == judge::Speed::slower;
        missing.push_back(
            {.what = is_slower ? "slower" : "speed_unknown",
             .sentence = is_slower ? judge::slower_words(where) : judge::speed_unknown_words(where),
             .route = line.route});
    }
}

// What is missing of all together is said of them, and not of each.
void add_uncovered_routes(std::vector<Missing>& missing, const Report& report) {
    if (report.gate.coverage < report.gate_options.coverage_min) return;
    for (const RouteLine& line : report.routes) {
        if (!is_uncovered(line, report.gate_options)) continue;
        missing.push_back({.what = "coverage",
                           .sentence = fmt::format("of {} {}; at least {} must be", line.route,
                                                   judge::compared_words(line.judged, line.due),
                                                   percent(report.gate_options.coverage_min)),
                           .route = line.route});
    }
}

void add_whole_run(std::vector<Missing>& missing, const Report& report) {
    if (report.gate.routes.empty()) {
        missing.push_back({.what = "nothing_judged", .sentence = "no exchange was judged"});
    }
    if (report.gate.coverage < report.gate_options.coverage_min) {
        missing.push_back({.what = "coverage",
                           .sentence = fmt::format("{}; at least {} must be",
                                                   judge::compared_words(report.judged, report.due),
                                                   percent(report.gate_options.coverage_min))});
    }
    const auto unequal = report.run.facts.find(store::merged_unequal_fact);
    if (unequal != report.run.facts.end()) {
        missing.push_back({.what = "unequal_runs",
                           .sentence = "the runs that were merged are not known to agree in: " +
                                       unequal->second});
    }
    for (const auto& [fact, words] : store::facts_of_evidence) {
        const auto several = report.run.facts.find(store::merged_prefix + fact);
        if (several == report.run.facts.end() || unequal != report.run.facts.end()) continue;
        missing.push_back(
            {.what = "unequal_runs",
             .sentence = fmt::format("it is about more than one {}: {}", words, several->second)});
    }
    if (!report.balances()) {
        missing.push_back({.what = "unbalanced_ledger", .sentence = balance_sentence(report)});
    }
}

}  // namespace

std::vector<Missing> gate_missing(const Report& report) {
    std::vector<Missing> missing;
    add_open_findings(missing, report);
    add_rates(missing, report);
    add_thin_routes_of_gate(missing, report);
    add_unconfirmed(missing, report);
    add_speeds(missing, report);
    add_uncovered_routes(missing, report);
    add_whole_run(missing, report);
    return missing;
}

}  // namespace shadowdiff::reports
