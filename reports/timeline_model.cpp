// SPDX-License-Identifier: Apache-2.0
#include "reports/timeline_model.hpp"

#include "reports/routes_model.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::reports {
namespace {

constexpr std::int64_t minute_us = 60'000'000;
// Steps that a person can name: minutes, parts of an hour, parts of a day_minutes; then whole days.
constexpr std::array<std::int64_t, 11> steps = {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720};
constexpr std::int64_t day_minutes = 1'440;

// Rounds to the step's beginning, before the epoch, too.
std::int64_t start_of(std::int64_t minute, std::int64_t step) {
    const auto rest = minute % step;
    return minute - (rest < 0 ? rest + step : rest);
}

std::size_t steps_between(std::int64_t first, std::int64_t last, std::int64_t step) {
    return static_cast<std::size_t>((start_of(last, step) - start_of(first, step)) / step) + 1;
}

std::int64_t choose_step(std::int64_t first, std::int64_t last, std::size_t steps_max) {
    for (const auto step : steps) {
        if (steps_between(first, last, step) <= steps_max) return step;
    }
    auto step = day_minutes;
    while (steps_between(first, last, step) > steps_max) step *= 2;
    return step;
}

}  // namespace

Timeline make_timeline(const std::vector<store::TallyRow>& minutes, const TimelineLimits& limits) {
    Timeline timeline;
    if (minutes.empty()) return timeline;
    const auto [least, most] = std::ranges::minmax(minutes, {}, &store::TallyRow::minute);
    // A file may hold any number; a century is as much as a run can have lasted.
    constexpr std::int64_t century = 100 * 366 * day_minutes;
    const auto first = std::clamp(least.minute, -century, century * 4);
    const auto last = std::clamp(most.minute, first, first + century);
    const auto step = choose_step(first, last, limits.steps_max);
    const auto begin = start_of(first, step);
    timeline.step_us = step * minute_us;
    timeline.steps.resize(steps_between(first, last, step));
    for (std::size_t i = 0; i < timeline.steps.size(); ++i) {
        timeline.steps[i].start_us = (begin + static_cast<std::int64_t>(i) * step) * minute_us;
    }
    for (const auto& row : minutes) {
        const auto minute = std::clamp(row.minute, first, last);
        auto& one = timeline.steps[static_cast<std::size_t>((minute - begin) / step)];
        one.seen += row.n;
        if (is_judged(row.verdict)) one.judged += row.n;
        if (is_gating(row)) one.mismatches += row.n;
    }
    return timeline;
}

}  // namespace shadowdiff::reports
