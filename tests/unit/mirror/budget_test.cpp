// SPDX-License-Identifier: Apache-2.0
// The budgets of a leg under a clock of our own.
#include "mirror/upstream/leg_budget.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

using Time = LegBudget::Time;
using Kind = Turn::Kind;
using enum http::FailureClass;

const Time budget_start = Time{} + 1h;

http::Answer answered(Duration latency = 1ms, std::uint16_t status = 200) {
    http::Answer answer;
    http::Response response;
    response.status = status;
    answer.outcome = std::move(response);
    answer.timing.last_byte = latency;
    return answer;
}

http::Answer failed(http::FailureClass failure_class = refused) {
    http::Answer answer;
    answer.outcome = http::Failure{.failure_class = failure_class, .detail = {}};
    return answer;
}

// One request that goes at once and ends so.
void ask(LegBudget& budget, const http::Answer& answer, Time now) {
    REQUIRE(budget.turn(now).kind == Kind::go);
    budget.begin(now);
    budget.end(answer, now);
}

TEST_CASE("no more go than the rate allows, and none waits longer than it must") {
    for (const double rate : {1.0, 7.0, 100.0, 5'000.0}) {
        CAPTURE(rate);
        LegBudget budget{{.rate_max = rate}, false};
        auto now = budget_start;
        std::size_t gone = 0;
        while (now < budget_start + 10s) {
            const auto turn = budget.turn(now);
            if (turn.kind == Kind::go) {
                ask(budget, answered(), now);
                ++gone;
                continue;
            }
            REQUIRE(turn.kind == Kind::wait);
            CHECK(turn.why == http::Shed::rate);
            REQUIRE(turn.at);
            REQUIRE(*turn.at > now);
            now = *turn.at;
        }
        const auto burst = std::max(1.0, rate / 10);
        CHECK(static_cast<double>(gone) <= 10 * rate + burst + 1);
        CHECK(static_cast<double>(gone) >= 10 * rate - 1);
    }
}

TEST_CASE("a leg starts slowly and comes to its bound with its answers") {
    LegBudget budget{{.in_flight_max = 12, .slow_start = 4}, false};
    for (int i = 0; i < 4; ++i) {
        REQUIRE(budget.turn(budget_start).kind == Kind::go);
        budget.begin(budget_start);
    }
    CHECK(budget.turn(budget_start).kind == Kind::wait);
    CHECK(budget.turn(budget_start).why == http::Shed::in_flight);
    for (int i = 0; i < 20; ++i) {
        budget.end(answered(), budget_start);
        while (budget.turn(budget_start).kind == Kind::go) budget.begin(budget_start);
    }
    CHECK(budget.in_flight() == 12);
}

TEST_CASE("in flight is bounded by the connections too") {
    LegBudget budget{{.in_flight_max = 12, .connections_max = 3, .slow_start = 8}, false};
    while (budget.turn(budget_start).kind == Kind::go) budget.begin(budget_start);
    CHECK(budget.in_flight() == 3);
}

TEST_CASE("failures open the breaker, and one answered probe closes it") {
    LegBudget budget{{.breaker_requests_min = 10}, false};
    auto now = budget_start;
    for (int i = 0; i < 9; ++i) ask(budget, failed(), now);
    CHECK(budget.turn(now).kind == Kind::go);
    ask(budget, failed(), now);
    CHECK(budget.turn(now).kind == Kind::shed);
    CHECK(budget.turn(now).why == http::Shed::breaker_open);
    CHECK(budget.turn(now + 999ms).kind == Kind::shed);

    now += 1s;
    REQUIRE(budget.turn(now).kind == Kind::go);
    budget.begin(now);
    CHECK(budget.turn(now).kind == Kind::shed);  // one probe at a time
    budget.end(failed(), now);
    CHECK(budget.turn(now + 1'999ms).kind == Kind::shed);  // twice as long
    now += 2s;
    ask(budget, answered(), now);
    CHECK(budget.turn(now).kind == Kind::go);
    CHECK(budget.breaker().openings() == 2);
    ask(budget, failed(), now);
    CHECK(budget.turn(now).kind == Kind::go);  // what was before the opening is forgotten
}

TEST_CASE("no probe is sent while what was asked before the opening is under way") {
    LegBudget budget{{.breaker_requests_min = 1}, false};
    budget.begin(budget_start);  // whose timeout comes late
    ask(budget, failed(), budget_start);
    const auto now = budget_start + 2s;
    CHECK(budget.turn(now).why == http::Shed::breaker_open);
    budget.end(failed(first_byte_timeout), now);
    ask(budget, answered(), now);
    CHECK(budget.breaker().is_closed());
}

TEST_CASE("the time that the breaker stays open is bounded") {
    LegBudget budget{{.breaker_requests_min = 1, .breaker_open_max = 4s}, false};
    auto now = budget_start;
    for (int i = 0; i < 6; ++i) {
        ask(budget, failed(), now);
        now += 4s;
    }
    CHECK(budget.turn(now).kind == Kind::go);
}

TEST_CASE("a share of failures below the bound, or a bound of one, never opens the breaker") {
    LegBudget half{{.breaker_requests_min = 10}, false};
    for (int i = 0; i < 300; ++i) ask(half, i % 3 == 0 ? failed() : answered(), budget_start);
    LegBudget never{{.breaker_failures_max = 1}, false};
    for (int i = 0; i < 300; ++i) ask(never, failed(), budget_start);
}

TEST_CASE("failures of long ago do not count") {
    LegBudget budget{{.breaker_requests_min = 10}, false};
    for (int i = 0; i < 9; ++i) ask(budget, failed(), budget_start);
    ask(budget, failed(), budget_start + 10s);
    CHECK(budget.turn(budget_start + 10s).kind == Kind::go);
}

TEST_CASE("answers slower than the bound count as failures of the breaker") {
    LegBudget budget{{.breaker_requests_min = 10, .slow_max = 1s}, false};
    for (int i = 0; i < 10; ++i) ask(budget, answered(1'001ms), budget_start);
    CHECK(budget.turn(budget_start).why == http::Shed::breaker_open);
}

TEST_CASE("a server error is an answer: it does not open the breaker") {
    LegBudget budget{{.breaker_requests_min = 10}, false};
    for (int i = 0; i < 100; ++i) ask(budget, answered(1ms, 503), budget_start);
    CHECK(budget.turn(budget_start).kind == Kind::go);
}

TEST_CASE("what we shed ourselves says nothing about the leg, not even as a probe") {
    LegBudget budget{{.breaker_requests_min = 2}, false};
    for (int i = 0; i < 50; ++i) ask(budget, failed(shed), budget_start);
    ask(budget, failed(), budget_start);
    ask(budget, failed(), budget_start);
    CHECK(budget.turn(budget_start).kind == Kind::shed);
    ask(budget, failed(shed), budget_start + 1s);
    CHECK(budget.turn(budget_start + 1s).kind == Kind::go);
}

// In flight for as long as the answer takes, one after the other.
std::size_t limit_after(LegBudget& budget, int requests, Duration latency, std::uint16_t status,
                        Time& now) {
    for (int i = 0; i < requests; ++i) {
        budget.begin(now);
        now += latency;
        budget.end(answered(latency, status), now);
    }
    return budget.limit().now();
}

TEST_CASE("a production leg is spared when it slows down or fails, and trusted again") {
    for (const bool is_slower : {true, false}) {
        CAPTURE(is_slower);
        LegBudget budget{{.in_flight_max = 64}, true};
        auto now = budget_start;
        CHECK(limit_after(budget, 500, 10ms, 200, now) == 64);
        const auto suffering =
            limit_after(budget, 40, is_slower ? 100ms : 10ms, is_slower ? 200 : 503, now);
        CHECK(suffering <= 16);
        CHECK(budget.limit().is_backing_off());
        CHECK(budget.limit().times_lowered() >= 2);
        while (budget.turn(now).kind == Kind::go) budget.begin(now);
        CHECK(budget.turn(now).kind == Kind::shed);
        CHECK(budget.turn(now).why == http::Shed::backing_off);
        CHECK(budget.turn(now, true).kind == Kind::wait);
        while (budget.in_flight() > 0) budget.end(answered(10ms), now);
        CHECK(limit_after(budget, 500, 10ms, 200, now) == 64);
        CHECK_FALSE(budget.limit().is_backing_off());
    }
}

TEST_CASE("a candidate is not spared for being slow: that is a finding about it") {
    LegBudget budget{{.in_flight_max = 64}, false};
    auto now = budget_start;
    limit_after(budget, 500, 10ms, 200, now);
    CHECK(limit_after(budget, 100, 500ms, 503, now) == 64);
}

}  // namespace
}  // namespace shadowdiff::mirror
