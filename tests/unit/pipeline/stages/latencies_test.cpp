// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/latencies.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace shadowdiff;
using namespace std::chrono_literals;
using pipeline::Latencies;

namespace {

constexpr Timestamp timing_start{1'700'000'000s};

http::Answer timed_answer(http::Leg leg, http::Origin origin, Timestamp at, Duration took) {
    http::Answer one;
    one.leg = leg;
    one.origin = origin;
    one.timing = {at, took, took};
    one.outcome = http::Response{};
    return one;
}

http::Exchange timed_exchange(std::uint64_t id, http::Answer legacy, http::Answer candidate) {
    http::Exchange one;
    one.id = {0, id};
    one.seen_at = timing_start;
    one.answers = {std::move(legacy), std::move(candidate)};
    return one;
}

judge::TimingPair only_pair(Latencies& latencies) {
    const auto rows = latencies.take();
    REQUIRE(rows.timings.size() == 1);
    const auto pairs = rows.timings[0].pairs.sorted();
    REQUIRE(pairs.size() == 1);
    return pairs[0];
}

}  // namespace

TEST_CASE("a request that waited for its leg has waited since the other leg was asked") {
    Latencies latencies;
    latencies.add(
        timed_exchange(
            1, timed_answer(http::Leg::legacy, http::Origin::sent, timing_start, 10ms),
            timed_answer(http::Leg::candidate, http::Origin::sent, timing_start + 400ms, 10ms)),
        "GET /a");
    const auto pair = only_pair(latencies);
    CHECK(pair.legacy_us == 10'000);
    CHECK(pair.candidate_us == 410'000);
}

TEST_CASE("what was never sent says nothing of when the legs were asked") {
    struct {
        const char* name;
        http::Answer never_sent;
    } const cases[] = {
        {"a breaker shed it",
         {.leg = http::Leg::secondary,
          .origin = http::Origin::sent,
          .outcome = http::Failure{.failure_class = http::FailureClass::shed,
                                   .detail = "",
                                   .shed = http::Shed::breaker_open},
          .timing = {timing_start - 1h, {}, {}}}},
        {"it has no time",
         {.leg = http::Leg::secondary,
          .origin = http::Origin::sent,
          .outcome = http::Failure{.failure_class = http::FailureClass::refused, .detail = ""},
          .timing = {}}},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        Latencies latencies;
        auto exchange = timed_exchange(
            1, timed_answer(http::Leg::legacy, http::Origin::sent, timing_start, 10ms),
            timed_answer(http::Leg::candidate, http::Origin::sent, timing_start + 5ms, 20ms));
        exchange.answers.push_back(one.never_sent);
        latencies.add(exchange, "GET /a");
        const auto pair = only_pair(latencies);
        CHECK(pair.legacy_us == 10'000);
        CHECK(pair.candidate_us == 25'000);
    }
}

TEST_CASE("where nothing was due, a request has waited for nobody") {
    Latencies latencies{{.are_due_together = false}};
    latencies.add(
        timed_exchange(
            1, timed_answer(http::Leg::legacy, http::Origin::sent, timing_start + 400ms, 10ms),
            timed_answer(http::Leg::candidate, http::Origin::sent, timing_start, 15ms)),
        "GET /a");
    const auto pair = only_pair(latencies);
    CHECK(pair.legacy_us == 10'000);
    CHECK(pair.candidate_us == 15'000);
}

TEST_CASE("a time that was observed is as it was observed") {
    Latencies latencies;
    latencies.add(
        timed_exchange(
            1, timed_answer(http::Leg::legacy, http::Origin::observed, timing_start, 10ms),
            timed_answer(http::Leg::candidate, http::Origin::sent, timing_start + 400ms, 20ms)),
        "GET /a");
    const auto pair = only_pair(latencies);
    CHECK(pair.legacy_us == 10'000);
    CHECK(pair.candidate_us == 20'000);
}

TEST_CASE("the first requests' times are left out") {
    Latencies latencies{{.warm_up = 1s}};
    const auto at = [](std::uint64_t id, Timestamp seen_at) {
        auto one =
            timed_exchange(id, timed_answer(http::Leg::legacy, http::Origin::sent, seen_at, 10ms),
                           timed_answer(http::Leg::candidate, http::Origin::sent, seen_at, 20ms));
        one.seen_at = seen_at;
        return one;
    };
    latencies.add(at(1, timing_start), "GET /a");
    latencies.add(at(2, timing_start + 999ms), "GET /a");
    CHECK(latencies.take().legs.empty());
    latencies.add(at(3, timing_start + 1s), "GET /a");
    CHECK(only_pair(latencies).legacy_us == 10'000);
}
