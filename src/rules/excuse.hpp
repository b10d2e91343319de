// SPDX-License-Identifier: Apache-2.0
// A difference and the rules that hold where it was found -> whether it counts.
#pragma once

#include "rules/format.hpp"
#include "rules/path_rules.hpp"

#include <optional>

namespace shadowdiff::rules {

/// What differs at one place.
struct Question {
    std::optional<Value> legacy;  // none: the side has no value there
    std::optional<Value> candidate;
    bool is_order = false;  // the same elements in another order
};

/// The rule by which the difference does not count; none when it does. Of the rules that hold, in
/// their order: an Ignore decides unless one that compares otherwise stands before it; those that
/// do are applied together, the texts' ones in the order replace, map_host, whitespace, case.
std::optional<RuleIndex> excuse(const RuleSet& set, const InForce& in_force,
                                const Question& question, const RuleLimits& limits = {});

}  // namespace shadowdiff::rules
