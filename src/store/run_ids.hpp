// SPDX-License-Identifier: Apache-2.0
// Which runs are in a file, and of what they are evidence.
#pragma once

#include "base/hash.hpp"
#include "store/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::store {

inline constexpr auto merged_runs_fact = "merged_runs";  // their ids, parted by spaces
/// Of a fact that has several values: all of them, parted by "; ".
inline const std::string merged_prefix = "merged_";
inline constexpr auto merged_unequal_fact = "merged_unequal";  // see unequal_facts()

/// Facts of a run that say of what it is evidence, with their names in sentences. Runs are added up
/// only where all of them are known and equal.
inline constexpr std::array facts_of_evidence = {
    std::pair{"candidate_version", "candidate version"},
    std::pair{"legacy_version", "legacy version"},
    std::pair{"rules_digest", "rules"},
};

/// The ids of the runs in a file: its own, or those that were merged into it. Of a run that has
/// none, what tells it from others.
inline std::set<std::string> runs_in(const RunRows& rows) {
    const auto& facts = rows.run.facts;
    if (const auto merged = facts.find(merged_runs_fact); merged != facts.end()) {
        std::set<std::string> runs;
        for (std::size_t at = 0; at < merged->second.size();) {
            const auto end = std::min(merged->second.find(' ', at), merged->second.size());
            runs.insert(merged->second.substr(at, end - at));
            at = end + 1;
        }
        return runs;
    }
    if (const auto id = facts.find("run_id"); id != facts.end()) return {id->second};
    return {to_hex(
        hash128(fmt::format("{}\n{}\n{}", rows.run.source, rows.run.started_at_us, rows.seen)))};
}

/// "candidate version, rules": what is not known to be the same of all.
inline std::string unequal_facts(const std::vector<RunRow>& runs) {
    std::string unequal;
    for (const auto& [fact, words] : facts_of_evidence) {
        const auto& first = runs.front().facts;
        const auto found = first.find(fact);
        const bool is_equal =
            found != first.end() && std::ranges::all_of(runs, [&](const RunRow& run) {
                const auto other = run.facts.find(fact);
                return other != run.facts.end() && other->second == found->second;
            });
        if (!is_equal) unequal.append(unequal.empty() ? "" : ", ").append(words);
    }
    return unequal;
}

}  // namespace shadowdiff::store
