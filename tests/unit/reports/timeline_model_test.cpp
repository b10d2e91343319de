// SPDX-License-Identifier: Apache-2.0
#include "reports/timeline_model.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

constexpr std::int64_t minute_us = 60'000'000;

store::TallyRow row(std::int64_t minute, std::uint64_t n, const char* verdict = "match",
                    const char* severity = "none") {
    return {.minute = minute,
            .route = "",
            .verdict = verdict,
            .reason = "",
            .severity = severity,
            .n = n};
}

}  // namespace

TEST_CASE("nothing has no timeline") { CHECK(make_timeline({}).steps.empty()); }

TEST_CASE("a minute without requests is a step of zeros") {
    const auto timeline = make_timeline({row(100, 5), row(103, 7)});
    CHECK(timeline.step_us == minute_us);
    CHECK(timeline.steps ==
          std::vector<TimelineStep>{{.start_us = 100 * minute_us, .seen = 5, .judged = 5},
                                    {.start_us = 101 * minute_us},
                                    {.start_us = 102 * minute_us},
                                    {.start_us = 103 * minute_us, .seen = 7, .judged = 7}});
}

TEST_CASE(
    "only mismatches of medium or high severity are drawn, and only what was judged is judged") {
    const auto timeline =
        make_timeline({row(1, 2, "mismatch", "high"), row(1, 3, "mismatch", "medium"),
                       row(1, 4, "mismatch", "low"), row(1, 5, "excluded"), row(1, 6, "dropped")});
    REQUIRE(timeline.steps.size() == 1);
    CHECK(timeline.steps[0] == TimelineStep{minute_us, 20, 9, 5});
}

TEST_CASE("a long run has longer steps that begin where a person counts from") {
    struct Case {
        std::int64_t last;
        std::int64_t step;
    };
    for (const auto& [last, step] : {Case{179, 1},
                                     {180, 2},
                                     {1'439, 10},
                                     {10 * 1'440, 120},
                                     {89 * 1'440, 720},
                                     {400 * 1'440, 4 * 1'440}}) {
        CAPTURE(last);
        const auto timeline = make_timeline({row(0, 1), row(last, 1)});
        CHECK(timeline.step_us == step * minute_us);
        CHECK(timeline.steps.size() <= TimelineLimits{}.steps_max);
        CHECK(timeline.steps.back().seen == 1);
    }
}

TEST_CASE("minutes of no calendar lose no request and take no more room") {
    using Limits = std::numeric_limits<std::int64_t>;
    for (const auto far : {Limits::min(), Limits::max(), std::int64_t{-1}}) {
        CAPTURE(far);
        const auto timeline = make_timeline({row(far, 1), row(29'000'000, 2)});
        CHECK(timeline.steps.size() <= TimelineLimits{}.steps_max);
        std::uint64_t seen = 0;
        for (const auto& step : timeline.steps) seen += step.seen;
        CHECK(seen == 3);
    }
}
