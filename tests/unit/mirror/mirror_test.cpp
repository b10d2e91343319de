// SPDX-License-Identifier: Apache-2.0
#include "mirror/mirror.hpp"

#include "mirror/wire/readiness.hpp"
#include "tests/unit/mirror/asking.hpp"
#include "tests/unit/mirror/scripted_peer.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("an answer comes back as a value with its times") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port()};
    asking.ask(42, make_request("/x"), 1, {http::Leg::candidate}, 3);
    CHECK(asking.mirror().in_flight() == 1);
    asking.run_until_answered(1);
    CHECK(asking.mirror().in_flight() == 0);
    CHECK(peer.received()[0] == sent("/x"));
    CHECK(asking.answers[0].id == http::ExchangeId{0, 42});
    const auto& answer = asking.answers[0].answer;
    CHECK(answer.leg == http::Leg::candidate);
    CHECK(answer.origin == http::Origin::sent);
    CHECK(answer.attempt == 3);
    REQUIRE(answer.response());
    CHECK(answer.response()->status == 200);
    CHECK(answer.response()->body == http::make_body("hi"));
    CHECK(answer.timing.request_at != Timestamp{});
    REQUIRE(answer.timing.first_byte);
    CHECK(*answer.timing.first_byte > Duration::zero());
    CHECK(answer.timing.last_byte >= answer.timing.first_byte);
}

TEST_CASE("what wires need is there before the first leg, when descriptors may be short") {
    asio::io_context io;
    const Mirror mirror{io, {}, [](const Answered&) {}};
    CHECK(asio::has_service<Readiness>(io));
}

TEST_CASE("a stalled client connection does not hold up another") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Stall{}}, {ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port()};
    asking.ask(1, make_request("/stalls"), 1);
    while (peer.connections() == 0) io.run_one();
    asking.ask(2, make_request("/answers"), 2);
    asking.run_until_answered(1);
    CHECK(asking.answers[0].id.low == 2);
    CHECK(asking.answers[0].answer.response() != nullptr);
}

TEST_CASE("every leg is asked, and each under its own base path") {
    asio::io_context io;
    ScriptedPeer candidate{io, {{ReadHead{}, Write{ok}}}};
    ScriptedPeer legacy{io, {{ReadHead{}, Write{ok}}}};
    auto based = leg_at(candidate.port());
    based.target.base_path = "/v2";
    Asking asking{io, options_for({based, leg_at(legacy.port(), http::Leg::legacy)})};
    asking.ask(1, make_request("/x"), 1, {http::Leg::legacy, http::Leg::candidate});
    asking.run_until_answered(2);
    CHECK(asking.answers[0].answer.leg != asking.answers[1].answer.leg);
    CHECK(candidate.received()[0] == sent("/v2/x"));
    CHECK(legacy.received()[0] == sent("/x"));
}

TEST_CASE("the order in which legs are begun is drawn at random") {
    asio::io_context io;
    Asking asking{io, MirrorOptions{}};  // without legs each is shed in the order of asking
    for (std::uint64_t i = 0; i < 64; ++i) {
        asking.ask(i, make_request("/"), i, {http::Leg::legacy, http::Leg::candidate});
    }
    asking.run_until_answered(128);
    std::size_t legacy_first = 0;
    for (std::size_t i = 0; i < 128; i += 2) {
        legacy_first += asking.answers[i].answer.leg == http::Leg::legacy ? 1U : 0U;
    }
    CHECK(legacy_first > 16);
    CHECK(legacy_first < 48);
}

TEST_CASE("what is over a bound is shed, and never from inside ask") {
    struct Row {
        std::string_view name;
        MirrorLimits limits;
        std::uint64_t second_connection;
        std::string_view why;
    };
    const Row rows[] = {
        {"in flight", {.in_flight_max = 1}, 1, "in flight"},
        {"client connections", {.lanes_max = 1}, 2, "client connections"},
        {"waiting", {.lane_waiting_max = 1}, 1, "wait"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        asio::io_context io;
        ScriptedPeer peer{io, {{ReadHead{}, Stall{}}}};
        Asking asking{io, options_for({leg_at(peer.port())}, row.limits)};
        asking.ask(1, make_request("/1"));
        asking.ask(2, make_request("/2"), row.second_connection);
        CHECK(asking.answers.empty());
        CHECK(asking.mirror().in_flight() == 2);
        asking.run_until_answered(1);
        CHECK(asking.answers[0].id.low == 2);
        REQUIRE(asking.answers[0].answer.failure());
        CHECK(asking.answers[0].answer.failure()->failure_class == http::FailureClass::shed);
        CHECK(asking.answers[0].answer.failure()->detail.contains(row.why));
    }
}

TEST_CASE("cancel gives up what is under way, what waits and what is asked after it") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{"HTTP/1.1 200"}, Stall{}}}};
    Asking asking{io, peer.port()};
    asking.ask(1, make_request("/1"));
    asking.ask(2, make_request("/2"));
    while (peer.received().empty() || peer.received()[0].empty()) io.run_one();
    asking.mirror().cancel();
    CHECK(asking.answers.empty());
    asking.ask(3, make_request("/3"), 3);
    while (asking.mirror().in_flight() > 0) io.run_one();
    CHECK(asking.answers.size() == 3);
    for (const auto& answered : asking.answers) {
        REQUIRE(answered.answer.failure());
        CHECK(answered.answer.failure()->failure_class == http::FailureClass::shed);
    }
}

TEST_CASE("a pause cuts what is under way and what waits, and afterwards all goes on") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{"HTTP/1.1 200"}, Stall{}}, {ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port()};
    asking.ask(1, make_request("/1"));
    asking.ask(2, make_request("/2"));
    while (peer.received().empty() || peer.received()[0].empty()) io.run_one();
    asking.mirror().pause(true);
    asking.ask(3, make_request("/3"), 3);
    asking.run_until_answered(3);
    for (const auto& answered : asking.answers) {
        REQUIRE(answered.answer.failure());
        CHECK(answered.answer.failure()->shed == http::Shed::paused);
    }
    CHECK(peer.connections() == 1);
    asking.mirror().pause(false);
    CHECK(asking.ask_and_wait("/4").response() != nullptr);
}

TEST_CASE("a mirror may go while its requests are under way") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Stall{}}}};
    std::size_t delivered = 0;
    {
        Mirror mirror{io, options_for({leg_at(peer.port())}),
                      [&](const Answered&) { ++delivered; }};
        mirror.ask({.id = {},
                    .connection = 1,
                    .request = make_request("/"),
                    .legs = {http::Leg::candidate}});
        while (peer.received().empty() || peer.received()[0].empty()) io.run_one();
    }
    while (peer.closed() == 0) io.run_one();
    CHECK(delivered == 0);
}

}  // namespace
}  // namespace shadowdiff::mirror
