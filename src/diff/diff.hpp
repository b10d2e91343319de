// SPDX-License-Identifier: Apache-2.0
// Two documents -> differences. Pure and deterministic: the same documents give the same list.
#pragma once

#include "base/limits.hpp"
#include "diff/difference.hpp"
#include "json/document.hpp"
#include "normalise/document.hpp"
#include "rules/rulebook.hpp"

#include <cstddef>
#include <vector>

namespace shadowdiff::diff {

/// A difference that a rule does not let count.
struct SetAside {
    Difference difference;
    rules::RuleIndex rule = 0;
    bool operator==(const SetAside&) const = default;
};

struct Differences {
    std::vector<Difference> list;  // at most limits.differences_max, in document order
    /// How many more there are whose pattern, kind and severity stand in the list often enough
    /// (limits.differences_per_pattern_max): they tell nothing that the list does not.
    std::size_t repeated = 0;
    std::size_t unlisted = 0;  // how many more there are of which the list may tell nothing
    /// Lists that were too different to be aligned within the bounds: their elements may be paired
    /// less well than they could be.
    std::size_t coarse_lists = 0;
    std::vector<SetAside> set_aside = {};  // at most limits.differences_max, in document order
    std::size_t set_aside_unlisted = 0;
    /// Rules that were left out to stay inside RuleLimits, so that more is listed than need be.
    std::size_t rule_filters_given_up = 0;  // filters that took too long to evaluate
    std::size_t rule_states_given_up = 0;   // 1: the paths have more states than are kept
};

/// Status, header fields, cookies, body, in this order. Null are no rules.
Differences diff(const normalise::Document& legacy, const normalise::Document& candidate,
                 const DiffLimits& limits = {}, rules::ScopedRules* rules = nullptr);

/// Two JSON bodies. Members compare without order; numbers as exact decimals; arrays are aligned:
/// by a key that is scalar and unique on both sides, else by fewest edits, so that one insertion is
/// one difference and one change of order is one difference.
Differences diff_json(const json::Document& legacy, const json::Document& candidate,
                      const DiffLimits& limits = {}, rules::ScopedRules* rules = nullptr);

}  // namespace shadowdiff::diff
