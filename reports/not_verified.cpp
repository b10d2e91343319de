// SPDX-License-Identifier: Apache-2.0
#include "reports/not_verified.hpp"

#include "base/limits.hpp"
#include "base/reason.hpp"
#include "judge/verdict.hpp"
#include "reports/coverage_words.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace shadowdiff::reports {
namespace {

using judge::Verdict;
using Sentences = std::vector<std::string>;

std::string list_names(const std::vector<std::string>& names) {
    const std::size_t shown = std::min(names.size(), ReportLimits{}.names_max);
    std::string list;
    for (std::size_t i = 0; i < shown; ++i) list += (i == 0 ? "" : ", ") + names[i];
    if (shown < names.size()) list += fmt::format(" and {} more", grouped(names.size() - shown));
    return list;
}

std::string requests(std::uint64_t n) { return counted(n, "request", "requests"); }

std::uint64_t total_of(const Report& report, Verdict verdict) {
    std::uint64_t total = 0;
    for (const LedgerLine& line : report.ledger) {
        if (line.verdict == name(verdict)) total += line.n;
    }
    return total;
}

void add_excluded(Sentences& out, const Report& report, const store::RunRows& rows) {
    for (const LedgerLine& line : report.ledger) {
        if (line.verdict != name(Verdict::excluded)) continue;
        std::map<std::string, std::uint64_t> routes;
        for (const store::TallyRow& row : rows.tally) {
            if (row.verdict == line.verdict && row.reason == line.reason)
                routes[row.route] += row.n;
        }
        std::vector<std::string> names;
        for (const auto& [route, n] : routes) {
            names.push_back(fmt::format("{} {}", route.empty() ? "no route" : route, grouped(n)));
        }
        const bool unsafe = line.reason == name(Reason::unsafe_method);
        out.push_back(fmt::format("{} {} ({}).", requests(line.n),
                                  unsafe ? "whose method may change state: not sent again"
                                         : "excluded, " + as_words(line.reason),
                                  list_names(names)));
    }
}

void add_thin_routes(Sentences& out, const Report& report) {
    std::vector<std::string> names;
    for (const RouteLine& line : report.routes) {
        if (line.answer != name(judge::GateAnswer::inconclusive)) continue;
        names.push_back(fmt::format("{} ({} judged, {} more without a mismatch needed)", line.route,
                                    grouped(line.judged), grouped(line.more_needed)));
    }
    if (names.empty()) return;
    out.push_back(fmt::format("{} too few requests for the limit of {}: {}.",
                              counted(names.size(), "route has", "routes have"),
                              percent(report.gate_options.mismatch_rate_max), list_names(names)));
}

void add_lost(Sentences& out, const Report& report) {
    for (const LedgerLine& line : report.ledger) {
        const bool dropped = line.verdict == name(Verdict::dropped);
        if (!dropped && line.verdict != name(Verdict::uncomparable)) continue;
        out.push_back(fmt::format("{} {}: {}.", requests(line.n),
                                  dropped ? "dropped" : "could not be compared",
                                  as_words(line.reason)));
    }
    if (const std::uint64_t n =
            total_of(report, Verdict::legacy_error) + total_of(report, Verdict::both_error)) {
        out.push_back(fmt::format(
            "{} to which legacy gave no complete answer: there was no reference to compare with.",
            requests(n)));
    }
    std::vector<std::string> losses;
    for (const store::CoverageRow& row : report.coverage) {
        if (is_loss(row)) losses.push_back(coverage_words(row));
    }
    if (!losses.empty()) {
        out.push_back(
            fmt::format("What the capture did not see is in no count: {}.", list_names(losses)));
    }
}

void add_evidence(Sentences& out, const Report& report) {
    if (!report.run.secondary.empty()) return;
    out.push_back(
        "Noise: without a secondary it is not known where legacy differs from itself, so a "
        "finding may be legacy's own noise.");
    if (report.run.legacy != "observed") return;
    out.push_back(
        "Drift: legacy was only observed and never asked again, so a finding may be data that "
        "changed in between.");
}

void add_kept(Sentences& out, const Report& report) {
    for (const LedgerLine& line : report.ledger) {
        if (line.verdict != name(Verdict::mismatch) || line.kept >= line.n) continue;
        out.push_back(fmt::format(
            "{} of {} mismatching exchanges can be listed: the counts are of all of them.",
            grouped(line.kept), grouped(line.n)));
    }
    for (const store::EvictionRow& row : report.evicted) {
        out.push_back(fmt::format("{} given up for the size of the run file or its age: {}.",
                                  counted(row.n, "exchange was", "exchanges were"),
                                  row.what == "rows" ? "they can no longer be listed"
                                                     : "they can no longer be shown whole"));
    }
}

}  // namespace

Sentences not_verified(const Report& report, const store::RunRows& rows) {
    Sentences out;
    if (report.crashed) {
        out.emplace_back(
            "The run has no end: it is still going on, or its process died. What came after its "
            "last written row is unknown.");
    }
    add_excluded(out, report, rows);
    add_thin_routes(out, report);
    add_lost(out, report);
    add_evidence(out, report);
    add_kept(out, report);
    out.emplace_back(
        "Side effects: only answers are compared, not what a request writes, sends or calls.");
    const bool is_judged = std::ranges::any_of(
        report.latency, [](const LatencyLine& line) { return !line.is_indicative; });
    if (!is_judged) {
        out.emplace_back(
            "Latency: legacy was not asked by us at the same time, so its times cannot be compared "
            "with the candidate's.");
    }
    return out;
}

}  // namespace shadowdiff::reports
