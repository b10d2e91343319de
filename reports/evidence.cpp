// SPDX-License-Identifier: Apache-2.0
#include "reports/evidence.hpp"

#include "reports/wording.hpp"

#include <algorithm>
#include <ranges>

namespace shadowdiff::reports {
namespace {

judge::Day day_of(const store::RunRow& run) {
    return utc_time(run.ended_at_us != 0 ? run.ended_at_us : run.started_at_us).substr(0, 10);
}

bool is_accepted(const store::FindingRow& finding, const judge::Day& on,
                 const std::vector<judge::FindingDecision>& decisions) {
    const auto latest_first = std::views::reverse(decisions);
    const auto last =
        std::ranges::find(latest_first, finding.fingerprint, &judge::FindingDecision::fingerprint);
    return last != latest_first.end() && excuses(*last, on);
}

// Nobody could confirm it, and legacy itself was seen to waver there.
bool is_noise(const store::FindingRow& finding, const std::vector<store::NoiseRow>& noise) {
    return finding.reproduced == 0 && std::ranges::any_of(noise, [&](const auto& row) {
               return row.differed > 0 && row.route == finding.route &&
                      row.pattern == finding.pattern && row.kind == finding.kind;
           });
}

}  // namespace

std::string excused_by(const store::FindingRow& finding, const store::RunRows& rows,
                       const std::vector<judge::FindingDecision>& decisions) {
    if (is_accepted(finding, day_of(rows.run), decisions)) return "accepted";
    return is_noise(finding, rows.noise) ? "noise" : "";
}

std::vector<std::string> excused_fingerprints(
    const store::RunRows& rows, const std::vector<judge::FindingDecision>& decisions) {
    std::vector<std::string> excused;
    for (const auto& finding : rows.findings) {
        if (!excused_by(finding, rows, decisions).empty()) excused.push_back(finding.fingerprint);
    }
    return excused;
}

}  // namespace shadowdiff::reports
