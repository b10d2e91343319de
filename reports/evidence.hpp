// SPDX-License-Identifier: Apache-2.0
// What a report knows beside the run itself: what the team decided, what an earlier run found.
#pragma once

#include "judge/decision.hpp"
#include "store/rows.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace shadowdiff::reports {

struct Evidence {
    std::vector<judge::FindingDecision> decisions;
    /// Of each route, the mismatches of severity medium or high all of whose findings are excused.
    std::map<std::string, std::uint64_t> excused;
    /// Of earlier runs, the latest last. Empty: none was given.
    std::vector<std::vector<store::FindingRow>> baselines;
    std::map<std::string, std::uint64_t> judged_before;  // by route, of the latest of them
    std::int64_t baseline_began_us = 0;                  // likewise; 0: not known
    std::vector<std::string> cut_over;                   // routes that the candidate serves already
};

/// Why the finding does not count: "accepted", "noise"; "" when it does. Decisions hold on the day
/// on which the run ended.
std::string excused_by(const store::FindingRow& finding, const store::RunRows& rows,
                       const std::vector<judge::FindingDecision>& decisions);

/// The fingerprints of all that are excused: what Evidence::excused is counted from.
std::vector<std::string> excused_fingerprints(const store::RunRows& rows,
                                              const std::vector<judge::FindingDecision>& decisions);

}  // namespace shadowdiff::reports
