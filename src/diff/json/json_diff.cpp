// SPDX-License-Identifier: Apache-2.0
#include "diff/json/json_diff.hpp"

#include "diff/json/json_walk.hpp"

#include <optional>

namespace shadowdiff::diff {

void compare_json(const json::Document& legacy, const json::Document& candidate,
                  const DiffLimits& limits, Collector& found) {
    if (legacy.text() == candidate.text()) return;
    thread_local WalkSpace kept;
    std::optional<rules::TreeRules> tree_rules;
    if (found.rules() != nullptr && !found.rules()->has_none_for_trees()) {
        tree_rules.emplace(*found.rules(), legacy, candidate);
    }
    auto* rules = tree_rules ? &*tree_rules : nullptr;
    thread_local bool is_in_use = false;  // a comparison may hold another one
    if (is_in_use) {
        WalkSpace own;
        JsonWalk{legacy, candidate, limits, found, own, rules}.run();
    } else {
        is_in_use = true;
        JsonWalk{legacy, candidate, limits, found, kept, rules}.run();
        kept.shrink();
        is_in_use = false;
    }
    if (rules != nullptr) found.count_given_up(rules->filters_given_up(), rules->is_exhausted());
}

Differences diff_json(const json::Document& legacy, const json::Document& candidate,
                      const DiffLimits& limits, rules::ScopedRules* rules) {
    Collector found{limits, rules};
    compare_json(legacy, candidate, limits, found);
    return found.take();
}

}  // namespace shadowdiff::diff
