// SPDX-License-Identifier: Apache-2.0
#include "reports/latency_curve.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::reports;

TEST_CASE("every quantile lies in its interval, and intervals of few times are wide") {
    Sketch few;
    Sketch many;
    for (int i = 1; i <= 100'000; ++i) {
        if (i % 1'000 == 0) few.add(i);
        many.add(i);
    }
    const auto wide = latency_curve(few);
    const auto narrow = latency_curve(many);
    for (const auto* curve : {&wide, &narrow}) {
        for (const auto& point : *curve) {
            CHECK(point.lower_us <= point.us);
            CHECK(point.us <= point.upper_us);
        }
    }
    const auto median = [](const auto& curve) {
        return *std::ranges::find(curve, 0.5, &CurvePoint::quantile);
    };
    CHECK(median(narrow).us == doctest::Approx(50'000).epsilon(0.02));
    CHECK(median(narrow).upper_us - median(narrow).lower_us < 3'000);
    CHECK(median(wide).upper_us - median(wide).lower_us > 15'000);
}

TEST_CASE("a quantile that too few times lie beyond is not drawn") {
    Sketch sketch;
    CHECK(latency_curve(sketch).empty());
    for (int i = 1; i <= 100; ++i) sketch.add(i);
    const auto curve = latency_curve(sketch);
    CHECK(curve.front().quantile == 0.05);
    CHECK(curve.back().quantile == 0.95);
}
