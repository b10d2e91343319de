// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/join.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;
using namespace std::chrono_literals;

namespace {

constexpr Timestamp join_start{1'610'000'000s};
constexpr http::ExchangeId joined_id{1, 1};

http::RequestSeen request_seen(http::ExchangeId one = joined_id, Timestamp at = join_start) {
    http::RequestSeen request;
    request.id = one;
    request.at = at;
    return request;
}

http::Exchange joined_exchange(http::ExchangeId one = joined_id) {
    http::Exchange made;
    made.id = one;
    made.seen_at = join_start;
    return made;
}

http::Answer answer_from(http::Leg leg, std::uint16_t status = 200) {
    http::Answer made;
    made.leg = leg;
    http::Response response;
    response.status = status;
    made.outcome = response;
    return made;
}

const Dropped& dropped(const Departure& departure) {
    REQUIRE(departure);
    REQUIRE(std::holds_alternative<Dropped>(*departure));
    return std::get<Dropped>(*departure);
}

const Joined& joined(const Departure& departure) {
    REQUIRE(departure);
    REQUIRE(std::holds_alternative<Joined>(*departure));
    return std::get<Joined>(*departure);
}

using http::Leg;
using http::Pairing;

}  // namespace

TEST_CASE("an exchange leaves with its last answer, in whatever order they come") {
    for (const bool observed_first : {true, false}) {
        CAPTURE(observed_first);
        Join join;
        REQUIRE(join.open(request_seen(), "GET /"));
        join.complete(joined_exchange(), true, 2);
        if (observed_first)
            CHECK_FALSE(join.observed(joined_id, Pairing::exact, answer_from(Leg::legacy)));
        CHECK_FALSE(join.answered(joined_id, answer_from(Leg::secondary)));
        auto left = join.answered(joined_id, answer_from(Leg::candidate));
        CHECK(left.has_value() == observed_first);
        if (!left) left = join.observed(joined_id, Pairing::exact, answer_from(Leg::legacy));
        CHECK(joined(left).exchange->answers.size() == 3);
        CHECK(joined(left).exchange->answers.front().leg == Leg::legacy);
        CHECK(joined(left).turn == judge::Turn::first);
        CHECK(join.size() == 0);
    }
}

TEST_CASE("an answer that is legacy's octet for octet shares its response") {
    struct Row {
        std::string_view name, reason_phrase, value, body;
        bool is_shared;
    };
    const Row rows[] = {
        {"the same", "OK", "1", "tea", true},
        {"another reason phrase", "Fine", "1", "tea", false},
        {"another field", "OK", "2", "tea", false},
        {"another body", "OK", "1", "ted", false},
    };
    const auto made = [](Leg leg, const Row& row) {
        auto answer = answer_from(leg);
        auto response = *answer.response();
        response.reason_phrase = row.reason_phrase;
        response.headers = {{"X", std::string{row.value}}};
        response.body = http::make_body(Bytes{row.body});
        answer.outcome = std::move(response);
        return answer;
    };
    for (const auto& row : rows) {
        for (const bool observed_first : {true, false}) {
            CAPTURE(row.name);
            CAPTURE(observed_first);
            Join join;
            REQUIRE(join.open(request_seen(), "GET /"));
            join.complete(joined_exchange(), true, 1);
            const auto observe = [&] {
                return join.observed(joined_id, Pairing::exact, made(Leg::legacy, rows[0]));
            };
            if (observed_first) CHECK_FALSE(observe());
            auto left = join.answered(joined_id, made(Leg::candidate, row));
            if (!observed_first) left = observe();
            const auto& answers = joined(left).exchange->answers;
            REQUIRE(answers.size() == 2);
            CHECK((answers[0].response() == answers[1].response()) == row.is_shared);
            CHECK(answers[1].outcome == made(Leg::candidate, row).outcome);
        }
    }
}

TEST_CASE("where legacy is sent, nobody waits for the observed answer, and it is not taken") {
    Join join;
    REQUIRE(join.open(request_seen(), "GET /"));
    join.complete(joined_exchange(), false, 2);
    CHECK_FALSE(join.observed(joined_id, Pairing::exact, answer_from(Leg::legacy)));
    CHECK_FALSE(join.lost(joined_id, Reason::answer_not_seen));
    CHECK_FALSE(join.answered(joined_id, answer_from(Leg::legacy)));
    CHECK(joined(join.answered(joined_id, answer_from(Leg::candidate))).exchange->answers.size() ==
          2);
}

TEST_CASE("what is not exactly paired is dropped by its own name") {
    struct Row {
        Pairing pairing;
        Reason reason;
    };
    for (const auto& row : {Row{Pairing::uncertain, Reason::uncertain_pairing},
                            Row{Pairing::resynchronised, Reason::resynchronised_pairing}}) {
        Join join;
        REQUIRE(join.open(request_seen(), "GET /"));
        join.complete(joined_exchange(), true, 1);
        CHECK(dropped(join.observed(joined_id, row.pairing, answer_from(Leg::legacy))).reason ==
              row.reason);
        CHECK_FALSE(join.answered(joined_id, answer_from(Leg::candidate)));
    }
}

TEST_CASE("a request that never becomes whole is dropped when its source says so") {
    Join join;
    REQUIRE(join.open(request_seen(), "POST /"));
    const auto left = join.lost(joined_id, Reason::request_incomplete);
    CHECK(dropped(left).reason == Reason::request_incomplete);
    CHECK(dropped(left).route == "POST /");
    CHECK(dropped(left).seen_at == join_start);
}

TEST_CASE("what was never opened, or has left, is ignored") {
    Join join;
    CHECK_FALSE(join.lost(joined_id, Reason::gap));
    CHECK_FALSE(join.answered(joined_id, answer_from(Leg::candidate)));
    CHECK_FALSE(join.observed(joined_id, Pairing::exact, answer_from(Leg::legacy)));
    CHECK_FALSE(join.drop(joined_id, Reason::gap));
    CHECK(join.size() == 0);
}

TEST_CASE("a full table refuses, and takes again when one has left") {
    PipelineLimits limits;
    limits.joining_max = 1;
    Join join{limits};
    CHECK(join.open(request_seen(), "GET /"));
    CHECK_FALSE(join.open(request_seen({2, 2}), "GET /"));
    CHECK(join.lost(joined_id, Reason::gap));
    CHECK(join.open(request_seen({2, 2}), "GET /"));
}

TEST_CASE(
    "an observed answer is waited for no longer than the bound, and asked ones are not hurried") {
    PipelineLimits limits;
    limits.join_max = 60s;
    Join join{limits};
    REQUIRE(join.open(request_seen(), "GET /old"));
    join.complete(joined_exchange(), true, 1);
    REQUIRE(join.open(request_seen({2, 2}), "GET /sent"));
    join.complete(joined_exchange({2, 2}), false, 1);
    REQUIRE(join.open(request_seen({3, 3}, join_start + 30s), "GET /young"));
    CHECK(join.expire(join_start + 59s).empty());
    const auto overdue = join.expire(join_start + 60s);
    REQUIRE(overdue.size() == 1);
    CHECK(overdue[0].route == "GET /old");
    CHECK(overdue[0].reason == Reason::answer_not_seen);
    CHECK(join.size() == 2);
}

TEST_CASE("asked again, an exchange comes back whole and is to be judged on what it has") {
    Join join;
    join.reopen(
        {std::make_unique<http::Exchange>(joined_exchange()), "GET /", judge::Turn::control}, 2);
    CHECK_FALSE(join.answered(joined_id, answer_from(Leg::secondary)));
    const auto left = join.answered(joined_id, answer_from(Leg::candidate));
    CHECK(joined(left).turn == judge::Turn::control);
    CHECK(joined(left).route == "GET /");
}

TEST_CASE("given up, the waiting drop and those asked again are judged") {
    Join join;
    REQUIRE(join.open(request_seen(), "GET /a"));
    join.reopen(
        {std::make_unique<http::Exchange>(joined_exchange({2, 2})), "GET /b", judge::Turn::again},
        2);
    const auto all = join.give_up(Reason::interrupted);
    REQUIRE(all.size() == 2);
    CHECK(std::get<Dropped>(all[0]).reason == Reason::interrupted);
    CHECK(std::get<Joined>(all[1]).turn == judge::Turn::last);
    CHECK(join.size() == 0);
}

TEST_CASE("an id that waits already is not let in a second time") {
    Join join;
    CHECK(join.open(request_seen(), "GET /"));
    CHECK_FALSE(join.open(request_seen(), "GET /"));
    CHECK(join.awaits_observed(joined_id));
    join.complete(joined_exchange(), false, 1);
    CHECK(join.is_complete(joined_id));
    CHECK_FALSE(join.awaits_observed(joined_id));
    CHECK(join.give_up(Reason::interrupted).size() == 1);
    CHECK(join.size() == 0);
}
