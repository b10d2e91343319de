// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/upstream.hpp"

#include "tests/unit/mirror/asking.hpp"
#include "tests/unit/mirror/scripted_peer.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

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
    CHECK(answer.response()->body.bytes.size() == LegLimits{}.body_bytes_kept_max);
    CHECK(answer.response()->body.length == body.size());
    CHECK(answer.response()->body.digest == http::make_body(body).digest);
    CHECK(asking.ask_and_wait("/next").response() != nullptr);
    CHECK(peer.connections() == 1);
}

TEST_CASE("an idle connection is closed") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{ok}}}};
    Asking asking{io, peer.port(), {.idle_max = 1ms}};
    CHECK(asking.ask_and_wait("/1").response() != nullptr);
    while (peer.closed() == 0) io.run_one();
}

}  // namespace
}  // namespace shadowdiff::mirror
