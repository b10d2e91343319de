// SPDX-License-Identifier: Apache-2.0
#include "mirror/mirror.hpp"

#include "asking.hpp"
#include "scripted_peer.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

const Bytes ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

Bytes sent(const std::string& target, const std::string& method = "GET") {
    return method + " " + target + " HTTP/1.1\r\nHost: a\r\nShadowdiff-Run: r1\r\n\r\n";
}

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

TEST_CASE("requests of one client connection are asked one after the other over one connection") {
    asio::io_context io;
    ScriptedPeer peer{
        io, {{ReadHead{}, WriteEachByte{ok}, ReadHead{}, Write{ok}, ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port()};
    for (std::uint64_t i = 1; i <= 3; ++i) asking.ask(i, make_request("/" + std::to_string(i)));
    CHECK(asking.mirror().in_flight() == 3);
    asking.run_until_answered(3);
    for (std::uint64_t i = 0; i < 3; ++i) {
        CHECK(asking.answers[i].id.low == i + 1);
        CHECK(asking.answers[i].answer.response() != nullptr);
    }
    CHECK(peer.connections() == 1);
    CHECK(peer.received()[0] == sent("/1") + sent("/2") + sent("/3"));
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

TEST_CASE("a kept-alive connection that the leg closed is replaced") {
    asio::io_context io;
    SUBCASE("closed while it was idle, whatever the method") {
        ScriptedPeer peer{io, {{ReadHead{}, Write{ok}, Close{}}, {ReadHead{}, Write{ok}}}};
        Asking asking{io, peer.port()};
        CHECK(asking.ask_and_wait("/1", "POST").response() != nullptr);
        while (peer.closed() == 0) io.run_one();
        CHECK(asking.ask_and_wait("/2", "POST").response() != nullptr);
        CHECK(peer.received()[1] == sent("/2", "POST"));
    }
    SUBCASE("closed just when a safe request was sent: once more") {
        ScriptedPeer peer{io,
                          {{ReadHead{}, Write{ok}, ReadHead{}, Reset{}}, {ReadHead{}, Write{ok}}}};
        Asking asking{io, peer.port()};
        CHECK(asking.ask_and_wait("/1").response() != nullptr);
        CHECK(asking.ask_and_wait("/2").response() != nullptr);
        CHECK(peer.received()[1] == sent("/2"));
    }
    SUBCASE("closed just when an unsafe request was sent: a failure, sent once") {
        ScriptedPeer peer{io,
                          {{ReadHead{}, Write{ok}, ReadHead{}, Close{}}, {ReadHead{}, Write{ok}}}};
        Asking asking{io, peer.port()};
        CHECK(asking.ask_and_wait("/1", "POST").response() != nullptr);
        const auto answer = asking.ask_and_wait("/2", "POST");
        REQUIRE(answer.failure());
        CHECK(answer.failure()->failure_class == http::FailureClass::reset_before_answer);
        CHECK(peer.connections() == 1);
    }
    SUBCASE("closed again on the fresh connection: a failure, not a third time") {
        ScriptedPeer peer{io,
                          {{ReadHead{}, Write{ok}, ReadHead{}, Close{}},
                           {ReadHead{}, Close{}},
                           {ReadHead{}, Write{ok}}}};
        Asking asking{io, peer.port()};
        CHECK(asking.ask_and_wait("/1").response() != nullptr);
        const auto answer = asking.ask_and_wait("/2");
        REQUIRE(answer.failure());
        CHECK(answer.failure()->failure_class == http::FailureClass::reset_before_answer);
        CHECK(peer.connections() == 2);
    }
}

TEST_CASE("a connection is not used again after an answer that forbids it") {
    const Bytes forbidding[] = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nhi",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
        ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
    };
    for (const auto& first : forbidding) {
        CAPTURE(first);
        asio::io_context io;
        ScriptedPeer peer{io, {{ReadHead{}, Write{first}}, {ReadHead{}, Write{ok}}}};
        Asking asking{io, peer.port()};
        CHECK(asking.ask_and_wait("/1").response()->body.bytes == "hi");
        CHECK(asking.ask_and_wait("/2").response()->body.bytes == "hi");
        CHECK(peer.connections() == 2);
        CHECK(peer.received()[0] == sent("/1"));
    }
}

TEST_CASE("an early answer to a long request is taken") {
    asio::io_context io;
    const Bytes early = "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n";
    ScriptedPeer peer{io, {{ReadHead{}, Write{early}}}};
    Asking asking{io, peer.port()};
    http::Request upload = *make_request("/");
    upload.body = http::make_body(Bytes(8 << 20, 'x'));
    asking.ask(1, std::make_shared<const http::Request>(upload));
    asking.run_until_answered(1);
    REQUIRE(asking.answers[0].answer.response());
    CHECK(asking.answers[0].answer.response()->status == 413);
}

TEST_CASE("a body over the bound is read to its end and kept in part") {
    asio::io_context io;
    const Bytes body(10 << 20, 'x');
    ScriptedPeer peer{
        io,
        {{ReadHead{}, Write{"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n" + body},
          ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port()};
    const auto answer = asking.ask_and_wait("/large");
    REQUIRE(answer.response());
    CHECK(answer.response()->body.bytes.size() == HttpLimits{}.body_bytes_kept_max);
    CHECK(answer.response()->body.length == body.size());
    CHECK(answer.response()->body.digest == http::make_body(body).digest);
    CHECK(asking.ask_and_wait("/next").response() != nullptr);
    CHECK(peer.connections() == 1);
}

TEST_CASE("a lane ends with its client connection, and a question asked again does not keep one") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{ok}}, {ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port()};
    CHECK(asking.ask_and_wait("/1").response() != nullptr);
    CHECK(peer.closed() == 0);
    asking.mirror().end_connection(1);
    while (peer.closed() == 0) io.run_one();
    asking.ask(2, make_request("/again"), 1, {http::Leg::candidate}, 1);
    asking.run_until_answered(2);
    while (peer.closed() == 1) io.run_one();
    CHECK(asking.answers[1].answer.response() != nullptr);
}

TEST_CASE("an idle lane closes its connection") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port(), {.lane_idle_max = 1ms}};
    CHECK(asking.ask_and_wait("/1").response() != nullptr);
    while (peer.closed() == 0) io.run_one();
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
        Asking asking{io, peer.port(), row.limits};
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
