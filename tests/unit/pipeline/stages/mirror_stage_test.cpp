// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/mirror_stage.hpp"

#include "pipeline/stages/footprint.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

http::Exchange exchange_of(std::uint64_t number) {
    http::Exchange exchange;
    exchange.id = {0, number};
    exchange.connection = number;
    exchange.request.method = "GET";
    exchange.request.target = "/a";
    exchange.request.headers = {{"Host", "a"}};
    return exchange;
}

http::Answer recorded_answer(std::size_t body_bytes) {
    http::Response response;
    response.status = 200;
    response.body = http::make_body(Bytes(body_bytes, 'x'));
    http::Answer answer;
    answer.origin = http::Origin::recorded;
    answer.outcome = std::move(response);
    return answer;
}

TEST_CASE("what was recorded of an answer that is asked for anew holds no memory") {
    constexpr std::size_t body_bytes = 100'000;
    boost::asio::io_context io;
    Books books{10};
    Admission admission{{.exchanges_max = 100, .bytes_max = 4 * body_bytes}};
    MirrorStageOptions options;
    options.legacy_is_observed = false;
    for (const auto leg : {http::Leg::legacy, http::Leg::candidate}) {
        mirror::LegTarget target;
        target.leg = leg;
        target.target.unix_path = "/nowhere/at/all.sock";
        options.mirror.legs.push_back(target);
    }
    REQUIRE(admission.try_enter());  // one stays inside: alone, the next may always enter
    std::vector<Joined> joined;
    MirrorStage stage{io, options, books, admission,
                      [&](Joined one) { joined.push_back(std::move(one)); }};
    for (std::uint64_t number = 1; number <= 10; ++number) {
        REQUIRE(admission.try_enter());
        books.see();
        const auto exchange = exchange_of(number);
        http::RequestComplete complete{exchange};
        stage.take(http::seen_of(complete));
        stage.take(std::move(complete));
        stage.take(
            http::AnswerSeen{exchange.id, http::Pairing::exact, recorded_answer(body_bytes)});
        while (joined.size() < number) io.run_one();
        admission.leave(footprint(*joined.back().exchange));
    }
    CHECK(joined.back().exchange->answers.size() == 2);
}

TEST_CASE("an offer to leave HTTP is compared where it was not taken, and dropped where it was") {
    boost::asio::io_context io;
    Books books{10};
    Admission admission{{.exchanges_max = 100, .bytes_max = 1'000'000}};
    MirrorStageOptions options;
    options.whether.answers_are_recorded = true;
    std::size_t joined = 0;
    MirrorStage stage{io, options, books, admission, [&](const Joined&) { ++joined; }};
    for (const auto status : {std::uint16_t{200}, std::uint16_t{101}}) {
        REQUIRE(admission.try_enter());
        books.see();
        auto exchange = exchange_of(status);
        exchange.request.headers.push_back({"Upgrade", "h2c"});
        http::RequestComplete complete{exchange};
        stage.take(http::seen_of(complete));
        stage.take(std::move(complete));
        http::Response response;
        response.status = status;
        http::Answer answer;
        answer.outcome = std::move(response);
        stage.take(http::AnswerSeen{exchange.id, http::Pairing::exact, std::move(answer)});
    }
    CHECK(joined == 1);
    CHECK(books.ledger().count(judge::Verdict::dropped, Reason::upgrade) == 1);
    CHECK(books.ledger().pending() == 1);
}

TEST_CASE("a request whose id waits already is dropped as repeated, one without room is not") {
    boost::asio::io_context io;
    Books books{10};
    Admission admission{{.exchanges_max = 100, .bytes_max = 1'000'000}};
    MirrorStageOptions options;
    options.limits.joining_max = 2;
    MirrorStage stage{io, options, books, admission, [](const Joined&) {}};
    for (const std::uint64_t number : {1U, 1U, 2U, 3U}) {
        REQUIRE(admission.try_enter());
        books.see();
        stage.take(http::seen_of(http::RequestComplete{exchange_of(number)}));
    }
    CHECK(books.ledger().count(judge::Verdict::dropped, Reason::repeated_id) == 1);
    CHECK(books.ledger().count(judge::Verdict::dropped, Reason::memory_bound) == 1);
    CHECK(books.ledger().pending() == 2);
}

// What became of an exchange with both answers, the candidate's first.
struct Fate {
    std::string route;
    bool is_legacy_first = false;
    std::uint64_t excluded = 0;
    std::uint64_t dropped = 0;
    std::size_t inside = 0;
    bool operator==(const Fate&) const = default;
};

Fate fate_of(http::Exchange exchange, bool at_once) {
    boost::asio::io_context io;
    Books books{10};
    Admission admission{{.exchanges_max = 100, .bytes_max = 1'000'000}};
    MirrorStageOptions options;
    options.whether.answers_are_recorded = true;
    Fate fate;
    MirrorStage stage{io, options, books, admission, [&](const Joined& joined) {
                          fate.route = joined.route;
                          const auto& answers = joined.exchange->answers;
                          fate.is_legacy_first = answers.front().leg == http::Leg::legacy;
                          admission.leave(footprint(*joined.exchange));
                      }};
    REQUIRE(admission.try_enter());
    books.see();
    auto candidate = recorded_answer(10);
    candidate.leg = http::Leg::candidate;
    exchange.answers = {candidate};
    if (at_once) {
        exchange.answers.push_back(recorded_answer(20));
        RecordedExchange recorded{std::make_unique<http::Exchange>(std::move(exchange))};
        admission.hold(footprint(recorded));
        CHECK(stage.take_whole(recorded));
    } else {
        const auto id = exchange.id;
        http::RequestComplete complete{std::move(exchange)};
        stage.take(http::seen_of(complete));
        stage.take(std::move(complete));
        stage.take(http::AnswerSeen{id, http::Pairing::exact, recorded_answer(20)});
    }
    fate.excluded = books.ledger().count(judge::Verdict::excluded);
    fate.dropped = books.ledger().count(judge::Verdict::dropped);
    fate.inside = admission.inside();
    return fate;
}

TEST_CASE("an exchange that is there as a whole fares as one that comes in pieces") {
    auto plain = exchange_of(1);
    auto graphql = plain;
    graphql.request.method = "POST";
    graphql.request.target = "/graphql";
    graphql.request.headers.push_back({"Content-Type", "application/json"});
    graphql.request.body = http::make_body(R"({"query": "query GetUser { a }"})");
    auto own = plain;
    own.request.headers.push_back({"Shadowdiff-Run", "1"});
    auto leaving = plain;
    leaving.request.headers.push_back({"Upgrade", "websocket"});
    for (const auto& exchange : {plain, graphql, own, leaving}) {
        CHECK(fate_of(exchange, true) == fate_of(exchange, false));
    }
    CHECK(fate_of(plain, true) == Fate{"GET /a", true, 0, 0, 0});
    CHECK(fate_of(own, true) == Fate{"", false, 1, 0, 0});
    CHECK(fate_of(leaving, true) == Fate{"", false, 0, 1, 0});
}

}  // namespace
}  // namespace shadowdiff::pipeline
