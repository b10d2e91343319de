// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/run_exchanges.hpp"

#include "redact/redactor.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

store::ExchangeRow row() {
    const redact::Redactor redactor;
    store::ExchangeRow made;
    made.id = "00000000000000010000000000000002";
    made.seen_at_us = 1'610'000'000'000'000;
    made.is_whole = true;
    made.client = "10.0.0.1:4711";
    made.method = "PUT";
    made.target = redactor.target("/a?b=1");
    made.request_headers =
        redactor.fields({{"Host", "x"}, {"Content-Encoding", "gzip"}, {"Content-Length", "99"}});
    made.request_body = *redactor.body("tea", "text/plain");
    made.request_body_kept = true;
    store::AnswerRow answer;
    answer.leg = "legacy";
    answer.status = 201;
    answer.headers = redactor.fields({{"Content-Length", "4"}});
    answer.body = *redactor.body("done", "text/plain");
    answer.body_length = 4;
    answer.body_kept = true;
    made.answers.push_back(answer);
    return made;
}

}  // namespace

TEST_CASE("an exchange that is kept whole is a request with legacy's answer") {
    const auto recorded = recorded_of(row());
    REQUIRE(recorded);
    CHECK(recorded->lost == Reason::none);
    const auto& exchange = *recorded->exchange;
    CHECK(exchange.id == Hash128{1, 2});
    CHECK(exchange.request.target == "/a?b=1");
    CHECK(exchange.request.body.bytes == "tea");
    CHECK_FALSE(http::find(exchange.request.headers, "Content-Encoding"));
    CHECK(http::value_of(exchange.request.headers, "Content-Length") == "3");
    REQUIRE(exchange.answers.size() == 1);
    CHECK(exchange.answers[0].origin == http::Origin::recorded);
    CHECK(exchange.answers[0].response()->status == 201);
    CHECK(exchange.answers[0].response()->body.bytes == "done");
}

TEST_CASE("what was not kept is not made up") {
    auto light = row();
    light.is_whole = false;
    CHECK_FALSE(recorded_of(light));

    auto bodiless = row();
    bodiless.request_body_kept = false;
    bodiless.answers[0].body_kept = false;
    const auto recorded = recorded_of(bodiless);
    REQUIRE(recorded);
    CHECK_FALSE(recorded->exchange->request.body.is_whole());
    CHECK(recorded->exchange->answers.empty());
    CHECK(recorded->lost == Reason::answer_not_seen);
}

TEST_CASE("a failure of legacy stays one, and other legs' answers are left out") {
    auto failed = row();
    failed.answers[0].failure = "refused";
    failed.answers[0].status.reset();
    auto candidate = failed.answers[0];
    candidate.leg = "candidate";
    failed.answers.insert(failed.answers.begin(), candidate);
    const auto recorded = recorded_of(failed);
    REQUIRE(recorded);
    REQUIRE(recorded->exchange->answers.size() == 1);
    REQUIRE(recorded->exchange->answers[0].failure());
    CHECK(recorded->exchange->answers[0].failure()->failure_class == http::FailureClass::refused);
}

TEST_CASE("a time that cannot be is not told") {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    for (const auto us : {-most - 1, std::int64_t{-1}, most}) {
        auto odd = row();
        odd.seen_at_us = us;
        odd.answers[0].first_byte_us = us;
        const auto recorded = recorded_of(odd);
        REQUIRE(recorded);
        CHECK(recorded->exchange->seen_at == Timestamp{});
        CHECK_FALSE(recorded->exchange->answers[0].timing.first_byte);
    }
}
