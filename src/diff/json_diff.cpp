// SPDX-License-Identifier: Apache-2.0
#include "diff/json_diff.hpp"

#include "diff/json_walk.hpp"

namespace shadowdiff::diff {

void compare_json(const json::Document& legacy, const json::Document& candidate,
                  const DiffLimits& limits, Collector& found) {
    if (legacy.text() == candidate.text()) return;
    thread_local WalkSpace kept;
    thread_local bool is_in_use = false;  // a comparison may hold another one
    if (is_in_use) {
        WalkSpace own;
        JsonWalk{legacy, candidate, limits, found, own}.run();
        return;
    }
    is_in_use = true;
    JsonWalk{legacy, candidate, limits, found, kept}.run();
    kept.shrink();
    is_in_use = false;
}

Differences diff_json(const json::Document& legacy, const json::Document& candidate,
                      const DiffLimits& limits) {
    Collector found{limits};
    compare_json(legacy, candidate, limits, found);
    return found.take();
}

}  // namespace shadowdiff::diff
