// SPDX-License-Identifier: Apache-2.0
#include "pipeline/watch.hpp"

#include <doctest/doctest.h>

#include <future>

using namespace shadowdiff::pipeline;

TEST_CASE("a source that waits for room is given up once somebody asks to stop") {
    std::promise<void> source;
    const auto ended = source.get_future();
    StopSignal stop;
    int looks = 0;
    int given_up = 0;
    const auto follow = [&] {
        if (++looks == 2) stop.request();
        if (given_up > 0) source.set_value();
    };
    CHECK(wait_for_end(ended, stop, follow, [&] { ++given_up; }));
    CHECK(given_up == 1);
    CHECK(looks > 2);
}

TEST_CASE("a source that ends by itself is not given up") {
    std::promise<void> source;
    const auto ended = source.get_future();
    StopSignal stop;
    SUBCASE("at once, though somebody asks to stop") {
        stop.request();
        source.set_value();
        CHECK_FALSE(wait_for_end(ended, stop, [] {}, [] { FAIL("given up"); }));
    }
    SUBCASE("after a while") {
        const auto follow = [&] { source.set_value(); };
        CHECK_FALSE(wait_for_end(ended, stop, follow, [] { FAIL("given up"); }));
    }
}
