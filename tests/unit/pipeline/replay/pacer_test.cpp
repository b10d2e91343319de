// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/pacer.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr Timestamp recorded_first{1'700'000'000s};

TEST_CASE("the recorded pace keeps the distances, so many times as fast") {
    Pacer pacer{RecordedPace{.speed = 2}};
    CHECK(pacer.due(recorded_first) == 0ns);
    CHECK(pacer.due(recorded_first + 3s) == 1500ms);
    CHECK(pacer.due(recorded_first + 3s) == 1500ms);
    CHECK(pacer.due(recorded_first + 10s) == 5s);
}

TEST_CASE("a request that was recorded out of order is due with the one before it") {
    Pacer pacer{RecordedPace{}};
    pacer.due(recorded_first);
    pacer.due(recorded_first + 2s);
    CHECK(pacer.due(recorded_first + 1s) == 2s);
    CHECK(pacer.due(recorded_first + 4s) == 4s);
}

TEST_CASE("what goes back further than recordings are out of order is another recording") {
    Pacer pacer{RecordedPace{}};
    pacer.due(recorded_first);
    pacer.due(recorded_first + 2s);
    CHECK(pacer.due(recorded_first - 24h) == 2s);
    CHECK(pacer.due(recorded_first - 24h + 3s) == 5s);
}

TEST_CASE("what has no time is due at once") {
    Pacer pacer{RecordedPace{}};
    CHECK(pacer.due(Timestamp{}) == 0ns);
    pacer.due(recorded_first);
    pacer.due(recorded_first + 5s);
    CHECK(pacer.due(Timestamp{}) == 5s);
}

TEST_CASE("a recording that begins anew goes on behind what was due last") {
    Pacer pacer{RecordedPace{}};
    pacer.due(recorded_first);
    pacer.due(recorded_first + 5s);
    pacer.begin_again();
    CHECK(pacer.due(recorded_first) == 5s);
    CHECK(pacer.due(recorded_first + 5s) == 10s);
}

TEST_CASE("a rate is kept to absolute deadlines") {
    Pacer pacer{RatePace{.per_second = 3}};
    CHECK(pacer.due(recorded_first) == 0ns);
    for (int i = 1; i < 3'000; ++i) pacer.due(Timestamp{});
    CHECK(pacer.due(recorded_first) == 1'000s);
}

TEST_CASE("without a pace nothing is due at a time") {
    CHECK_FALSE(Pacer{NoPace{}}.due(recorded_first));
}

}  // namespace
}  // namespace shadowdiff::pipeline
