// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/mirror_stage.hpp"

#include "pipeline/stages/footprint.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

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
        admission.leave(footprint(joined.back().exchange));
    }
    CHECK(joined.back().exchange.answers.size() == 2);
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

}  // namespace
}  // namespace shadowdiff::pipeline
