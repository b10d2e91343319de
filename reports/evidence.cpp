// SPDX-License-Identifier: Apache-2.0
#include "reports/evidence.hpp"

#include "judge/noise_explains.hpp"
#include "judge/odd_one_out.hpp"
#include "reports/routes_model.hpp"
#include "reports/wording.hpp"

#include <algorithm>
#include <ranges>

namespace shadowdiff::reports {
namespace {

// Of the latest that is known of the run, or of those that are added up with it: one that goes on,
// or whose process died, has no end.
judge::Day day_of(const store::RunRows& rows) {
    constexpr std::int64_t minute_us = 60'000'000;
    auto latest = std::max(rows.run.ended_at_us, rows.run.started_at_us);
    constexpr std::int64_t minutes_max = 200'000'000;  // a file may hold any; in the year 2350
    for (const auto& row : rows.minutes) {
        const bool is_possible = row.minute > 0 && row.minute < minutes_max;
        if (is_possible) latest = std::max(latest, row.minute * minute_us);
    }
    return utc_time(latest).substr(0, 10);
}

diff::Severity severity_of(const store::FindingRow& finding) {
    return diff::severity_from_name(finding.severity).value_or(diff::Severity::high);
}

bool is_accepted(const store::FindingRow& finding, const judge::Day& on,
                 const std::vector<judge::FindingDecision>& decisions) {
    const auto latest_first = std::views::reverse(decisions);
    const auto last =
        std::ranges::find(latest_first, finding.fingerprint, &judge::FindingDecision::fingerprint);
    return last != latest_first.end() && excuses(*last, on, severity_of(finding));
}

template <class Row>
bool is_of(const Row& row, const store::FindingRow& finding) {
    return row.route == finding.route && row.pattern == finding.pattern && row.kind == finding.kind;
}

bool is_odd_one_out(const store::FindingRow& finding, const store::RunRows& rows) {
    return std::ranges::any_of(rows.odd_one_out, [&](const auto& row) {
        return is_of(row, finding) && is_discovery(row);
    });
}

// Of one that nobody could confirm, where legacy itself was seen to waver.
judge::NoiseExplains noise_explains(const store::FindingRow& finding, const store::RunRows& rows) {
    if (finding.reproduced > 0 || finding.broken > 0) return judge::NoiseExplains::no;
    judge::Share legacy;
    for (const auto& row : rows.noise) {  // of several runs there may be several
        if (!is_of(row, finding)) continue;
        legacy.n += row.differed;
        legacy.of += row.compared;
    }
    if (legacy.n == 0 || is_odd_one_out(finding, rows)) return judge::NoiseExplains::no;
    std::uint64_t judged = 0;
    for (const auto& row : rows.tally) {
        if (row.route == finding.route && is_judged(row.verdict)) judged += row.n;
    }
    return judge::noise_explains(legacy, {finding.exchanges, judged});
}

}  // namespace

bool is_discovery(const store::OddOneOutRow& row) {
    judge::OddOneOut counts;
    counts.only_candidate = row.only_candidate;
    counts.only_legacy = row.only_legacy;
    counts.q = row.q;
    return judge::is_discovery(counts);
}

std::string excused_by(const store::FindingRow& finding, const store::RunRows& rows,
                       const std::vector<judge::FindingDecision>& decisions) {
    if (is_accepted(finding, day_of(rows), decisions)) return "accepted";
    return noise_explains(finding, rows) == judge::NoiseExplains::yes ? "noise" : "";
}

bool may_be_noise(const store::FindingRow& finding, const store::RunRows& rows) {
    return noise_explains(finding, rows) == judge::NoiseExplains::perhaps;
}

std::vector<std::string> excused_fingerprints(
    const store::RunRows& rows, const std::vector<judge::FindingDecision>& decisions) {
    std::vector<std::string> excused;
    for (const auto& finding : rows.findings) {
        if (!excused_by(finding, rows, decisions).empty()) excused.push_back(finding.fingerprint);
    }
    return excused;
}

std::vector<std::string> doubted_fingerprints(const store::RunRows& rows) {
    std::vector<std::string> doubted;
    for (const auto& finding : rows.findings) {
        if (may_be_noise(finding, rows)) doubted.push_back(finding.fingerprint);
    }
    return doubted;
}

}  // namespace shadowdiff::reports
