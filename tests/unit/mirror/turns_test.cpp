// SPDX-License-Identifier: Apache-2.0
// How requests wait for their turn at a leg, and what is shed when they may not go.
#include "tests/unit/mirror/asking.hpp"
#include "tests/unit/mirror/scripted_peer.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

const Bytes login = "HTTP/1.1 200 OK\r\nSet-Cookie: sid=C1\r\nContent-Length: 2\r\n\r\nhi";

http::Shed shed_of(const Answered& answered) {
    REQUIRE(answered.answer.failure());
    CHECK(answered.answer.failure()->failure_class == http::FailureClass::shed);
    return answered.answer.failure()->shed;
}

TEST_CASE("over the bound in flight requests wait, and go in the order in which they came") {
    asio::io_context io;
    Script answers_all;
    for (int i = 0; i < 20; ++i) answers_all.insert(answers_all.end(), {ReadHead{}, Write{ok}});
    ScriptedPeer peer{io, {answers_all}};
    Asking asking{io, peer.port(), {.in_flight_max = 1}};
    for (std::uint64_t i = 0; i < 20; ++i) asking.ask(i, make_request("/"), i);
    asking.run_until_answered(20);
    for (std::uint64_t i = 0; i < 20; ++i) {
        CHECK(asking.answers[i].id.low == i);
        CHECK(asking.answers[i].answer.response() != nullptr);
    }
    CHECK(peer.connections() == 1);
    CHECK(asking.mirror().counters(http::Leg::candidate).connections == 1);
}

TEST_CASE("who waits too long is shed with what it waited for") {
    struct Row {
        LegLimits limits;
        http::Shed expected;
    };
    const Row rows[] = {
        {{.in_flight_max = 1, .wait_max = 1ms}, http::Shed::in_flight},
        {{.rate_max = 0.001, .wait_max = 1ms}, http::Shed::rate},
        {{.in_flight_max = 1, .waiting_max = 0}, http::Shed::waiting},
    };
    for (const auto& row : rows) {
        asio::io_context io;
        ScriptedPeer peer{io, {{ReadHead{}, Stall{}}}};
        Asking asking{io, peer.port(), row.limits};
        asking.ask(1, make_request("/"), 1);
        asking.ask(2, make_request("/"), 2);
        asking.run_until_answered(1);
        CHECK(asking.answers[0].id.low == 2);
        CHECK(shed_of(asking.answers[0]) == row.expected);
    }
}

TEST_CASE("who stands behind others of its connection for too long is stale, but in a file") {
    for (const bool is_file : {false, true}) {
        CAPTURE(is_file);
        asio::io_context io;
        ScriptedPeer peer{io, {{ReadHead{}, Write{ok}, ReadHead{}, Write{ok}}}};
        auto options = options_for({leg_at(peer.port(), http::Leg::candidate, {.wait_max = 0ms})});
        options.waits_for_turn = is_file;
        Asking asking{io, std::move(options)};
        asking.ask(1, make_request("/"), 1);
        asking.ask(2, make_request("/"), 1);
        asking.run_until_answered(2);
        CHECK(asking.answers[0].answer.response() != nullptr);
        if (is_file) {
            CHECK(asking.answers[1].answer.response() != nullptr);
        } else {
            CHECK(shed_of(asking.answers[1]) == http::Shed::stale);
            CHECK(asking.ask_and_wait("/").response() != nullptr);
        }
    }
}

TEST_CASE("what stood behind others in time is asked") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{ok}, ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port(), {.wait_max = 1h}};
    asking.ask(1, make_request("/"), 1);
    asking.ask(2, make_request("/"), 1);
    asking.run_until_answered(2);
    CHECK(asking.answers[1].answer.response() != nullptr);
}

TEST_CASE("what is stale behind an open breaker is told as shed by the breaker") {
    asio::io_context io;
    const auto port = unused_port(io);
    Asking asking{io, port, {.wait_max = 0ms, .breaker_requests_min = 1}};
    asking.ask(1, make_request("/"), 1);
    asking.ask(2, make_request("/"), 1);
    asking.run_until_answered(2);
    CHECK(asking.answers[0].answer.failure()->failure_class == http::FailureClass::refused);
    CHECK(shed_of(asking.answers[1]) == http::Shed::breaker_open);
}

TEST_CASE("a file's requests wait for as long as it takes") {
    asio::io_context io;
    Script answers_all;
    for (int i = 0; i < 5; ++i) answers_all.insert(answers_all.end(), {ReadHead{}, Write{ok}});
    ScriptedPeer peer{io, {answers_all}};
    auto options = options_for(
        {leg_at(peer.port(), http::Leg::candidate, {.rate_max = 100, .wait_max = 1ms})});
    options.waits_for_turn = true;
    Asking asking{io, std::move(options)};
    for (std::uint64_t i = 0; i < 20; ++i) asking.ask(i, make_request("/"), i);
    for (int i = 0; i < 3; ++i) io.run_one();
    asking.run_until_answered(20);
    for (const auto& answered : asking.answers) {
        const auto* failure = answered.answer.failure();
        CHECK((!failure || failure->failure_class != http::FailureClass::shed));
    }
}

TEST_CASE(
    "how late a request was sent is told, with what it waited for others; not of what was not") {
    asio::io_context io;
    const auto an_hour_ago = std::chrono::system_clock::now() - 1h;
    ScriptedPeer peer{io, {{ReadHead{}, Write{ok}, ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port(), {.breaker_requests_min = 1}};
    const auto ask = [&](std::uint64_t number, std::optional<Timestamp> due) {
        asking.ask(number, make_request("/"), 1, {http::Leg::candidate}, 0, due);
    };
    ask(1, an_hour_ago);
    ask(2, an_hour_ago);
    asking.run_until_answered(2);
    REQUIRE(asking.answers[1].late);
    CHECK(*asking.answers[0].late >= 1h);
    CHECK(*asking.answers[0].late < 2h);
    CHECK(*asking.answers[1].late > *asking.answers[0].late);
    ask(3, {});           // nobody listens any more
    ask(4, an_hour_ago);  // and then it is not asked
    asking.run_until_answered(4);
    CHECK_FALSE(asking.answers[2].late);
    CHECK_FALSE(asking.answers[3].late);
    CHECK(shed_of(asking.answers[3]) == http::Shed::breaker_open);
}

TEST_CASE("a leg that fails and fails is left alone, and every request is told so") {
    asio::io_context io;
    const auto port = unused_port(io);
    Asking asking{io, port, {.breaker_requests_min = 5}};
    for (int i = 0; i < 5; ++i) {
        CHECK(asking.ask_and_wait("/").failure()->failure_class == http::FailureClass::refused);
    }
    for (std::uint64_t i = 0; i < 10; ++i) asking.ask(100 + i, make_request("/"), i);
    asking.run_until_answered(15);
    for (std::size_t i = 5; i < 15; ++i) {
        CHECK(shed_of(asking.answers[i]) == http::Shed::breaker_open);
    }
    CHECK(asking.mirror().counters(http::Leg::candidate).breaker_openings == 1);
}

TEST_CASE("client connections share the leg's connections") {
    asio::io_context io;
    Script answers_all;
    for (int i = 0; i < 50; ++i) answers_all.insert(answers_all.end(), {ReadHead{}, Write{ok}});
    ScriptedPeer peer{io, {answers_all}};
    Asking asking{io, peer.port()};
    for (std::uint64_t i = 0; i < 50; ++i) {
        asking.ask(i, make_request("/"), i);
        asking.run_until_answered(i + 1);
        CHECK(asking.answers.back().answer.response() != nullptr);
    }
    CHECK(peer.connections() == 1);
}

TEST_CASE("the place in the drawn order is told with each answer") {
    asio::io_context io;
    ScriptedPeer candidate{io, {{ReadHead{}, Write{ok}}}};
    ScriptedPeer legacy{io, {{ReadHead{}, Write{ok}}}};
    Asking asking{
        io, options_for({leg_at(candidate.port()), leg_at(legacy.port(), http::Leg::legacy)})};
    asking.ask(1, make_request("/"), 1, {http::Leg::legacy, http::Leg::candidate});
    asking.run_until_answered(2);
    CHECK(asking.answers[0].answer.place + asking.answers[1].answer.place == 1);
}

TEST_CASE("a client that comes back before the leg has answered its login waits for that") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{login}, ReadHead{}, Write{ok}}}};
    auto options = options_for({leg_at(peer.port())});
    options.tokens = {parse_token_rule("set-cookie:sid to cookie:sid").value()};
    Asking asking{io, std::move(options)};
    asking.ask(1, make_request("/login", "POST"), 1);
    http::Answer observed;
    http::Response response;
    response.headers = {{"Set-Cookie", "sid=L1"}};
    observed.leg = http::Leg::legacy;
    observed.outcome = response;
    asking.mirror().note_observed({0, 1}, observed);
    auto next = *make_request("/account");
    next.headers.push_back({"Cookie", "sid=L1"});
    asking.ask(2, std::make_shared<const http::Request>(next), 2);
    asking.run_until_answered(2);
    CHECK(asking.answers[0].id.low == 1);
    Bytes all;
    for (const auto& received : peer.received()) all += received;
    CHECK(all.contains("GET /account HTTP/1.1\r\nHost: a\r\nCookie: sid=C1\r\n"));
    CHECK(asking.mirror().counters(http::Leg::candidate).translated == 1);
}

http::Answer given_session(std::string value) {
    http::Response response;
    response.headers = {{"Set-Cookie", "sid=" + std::move(value)}};
    http::Answer answer;
    answer.leg = http::Leg::legacy;
    answer.origin = http::Origin::recorded;
    answer.outcome = std::move(response);
    return answer;
}

TEST_CASE("a recorded session is the leg's own, and one that it never began does not leave") {
    const std::string begun = "redacted:00112233aabbccdd", unknown = "redacted:00112233aabbccde";
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{login}, ReadHead{}, Write{ok}}}};
    auto options = options_for({leg_at(peer.port(), http::Leg::candidate, {.wait_max = 0ms})});
    options.tokens = {parse_token_rule("set-cookie:sid to cookie:sid").value()};
    options.waits_for_turn = true;
    options.withholds_redacted = true;
    Asking asking{io, std::move(options)};
    asking.ask(1, make_request("/login", "POST"), 1);
    asking.mirror().note_observed({0, 1}, given_session(begun));
    std::uint64_t number = 2;
    for (const auto& session : {begun, unknown}) {
        auto next = *make_request("/account");
        next.headers.push_back({"Cookie", "sid=" + session});
        asking.ask(number, std::make_shared<const http::Request>(next), number);
        ++number;
    }
    asking.run_until_answered(3);
    for (const auto& answered : asking.answers) {
        CAPTURE(answered.id.low);
        if (answered.id.low == 3) {
            CHECK(shed_of(answered) == http::Shed::redacted);
        } else {
            CHECK(answered.answer.response() != nullptr);
        }
    }
    Bytes all;
    for (const auto& received : peer.received()) all += received;
    CHECK(all.contains("Cookie: sid=C1\r\n"));
    CHECK_FALSE(all.contains("redacted:"));
}

}  // namespace
}  // namespace shadowdiff::mirror
