// SPDX-License-Identifier: Apache-2.0
#include "diff/json_diff.hpp"

#include "diff/json_walk.hpp"

#include <utility>

namespace shadowdiff::diff {

void compare_json(const json::Document& legacy, const json::Document& candidate,
                  const DiffLimits& limits, Collector& found) {
    if (legacy.text() == candidate.text()) return;
    // Taken out while it is in use, so that a comparison may hold another one.
    thread_local WalkSpace kept;
    auto space = std::exchange(kept, {});
    JsonWalk{legacy, candidate, limits, found, space}.run();
    kept = std::move(space);
}

Differences diff_json(const json::Document& legacy, const json::Document& candidate,
                      const DiffLimits& limits) {
    Collector found{limits};
    compare_json(legacy, candidate, limits, found);
    return found.take();
}

}  // namespace shadowdiff::diff
