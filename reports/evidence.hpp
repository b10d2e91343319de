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

/// What an earlier run found, and of each route how many exchanges it judged.
struct Baseline {
    std::vector<store::FindingRow> findings;
    std::map<std::string, std::uint64_t> judged;
};

struct Evidence {
    std::vector<judge::FindingDecision> decisions;
    /// Of each route, the mismatches of severity medium or high all of whose findings are excused.
    std::map<std::string, std::uint64_t> excused;
    /// Likewise, those whose findings are excused or may be noise, without those that are excused.
    std::map<std::string, std::uint64_t> may_be_noise = {};
    std::vector<Baseline> baselines;     // the latest last; empty: none was given
    std::int64_t baseline_began_us = 0;  // of the latest; 0: not known
    std::vector<std::string> cut_over;   // routes that the candidate serves already
};

/// Where legacy answered twice: the candidate is the odd one oftener than chance gives.
bool is_discovery(const store::OddOneOutRow& row);

/// Why the finding does not count: "accepted"; "noise", where nobody could confirm it and legacy
/// differs as much from itself; "" when it does count. Decisions hold on the day of the latest
/// evidence.
std::string excused_by(const store::FindingRow& finding, const store::RunRows& rows,
                       const std::vector<judge::FindingDecision>& decisions);

/// Nobody could confirm it, and legacy wavers there too seldom to tell.
bool may_be_noise(const store::FindingRow& finding, const store::RunRows& rows);

/// The fingerprints of all that are excused: what Evidence::excused is counted from.
std::vector<std::string> excused_fingerprints(const store::RunRows& rows,
                                              const std::vector<judge::FindingDecision>& decisions);
/// And of all that may be noise.
std::vector<std::string> doubted_fingerprints(const store::RunRows& rows);

}  // namespace shadowdiff::reports
