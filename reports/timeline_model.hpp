// SPDX-License-Identifier: Apache-2.0
// The part of the model that tells how a run went over time.
#pragma once

#include "store/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace shadowdiff::reports {

struct TimelineLimits {
    std::size_t steps_max = 180;  // more bars than pixels tell nothing on a phone
};

/// Requests of all routes in one step of time.
struct TimelineStep {
    std::int64_t start_us = 0;  // since the Unix epoch
    std::uint64_t seen = 0;
    std::uint64_t judged = 0;
    std::uint64_t mismatches = 0;  // of severity medium or high, excused or not
    bool operator==(const TimelineStep&) const = default;
};

struct Timeline {
    std::int64_t step_us = 0;
    std::vector<TimelineStep> steps;  // without a gap: a step without requests has zeros
};

/// In steps of a minute, or as many minutes as it takes to stay within the limit.
Timeline make_timeline(const std::vector<store::TallyRow>& minutes,
                       const TimelineLimits& limits = {});

}  // namespace shadowdiff::reports
