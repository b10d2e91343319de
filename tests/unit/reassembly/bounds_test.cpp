// SPDX-License-Identifier: Apache-2.0
// Every bound of ReassemblyLimits: hitting one is an ordinary outcome with a name.
#include "tests/unit/reassembly/script.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::test;
using namespace std::chrono_literals;
using reassembly::CloseCause;

TEST_CASE("more waiting bytes than the bound give the hole up") {
    Script script{{.out_of_order_bytes_max = 4'000}};
    script.handshake();
    for (std::uint32_t i = 1; i <= 3; ++i) {
        CHECK(script.initiator().empty());
        script.client(1'001 + i * 1'000, ack, Bytes(1'000, 'x'), 5'001);
    }
    script.client(5'001, ack, Bytes(1'000, 'x'), 5'001);
    CHECK(script.initiator() == "[gap 1000]" + std::string(4'000, 'x'));
    CHECK(script.blind(Blind::gap_bytes) == 1'000);
    script.client(5'001, ack, {}, 5'001).client(6'001, ack, "next", 5'001);
    CHECK(script.initiator().ends_with("xnext"));
}

TEST_CASE("only as many holes are given up as the bound needs") {
    Script script{{.out_of_order_bytes_max = 3'000}};
    script.handshake().client(1'101, ack, Bytes(1'500, 'a'), 5'001);
    script.client(3'001, ack, Bytes(1'500, 'b'), 5'001);
    CHECK(script.initiator() == "[gap 100]" + std::string(1'500, 'a'));
    script.finish();
    CHECK(script.initiator() ==
          "[gap 100]" + std::string(1'500, 'a') + "[gap 400]" + std::string(1'500, 'b'));
}

TEST_CASE("many tiny segments count with what it takes to keep them") {
    Script script{{.out_of_order_bytes_max = 4'000}};
    script.handshake();
    for (std::uint32_t i = 1; i < 100; ++i) script.client(1'001 + i * 2, ack, "x", 5'001);
    CHECK(script.initiator().starts_with("[gap 2]x[gap 1]x"));
}

TEST_CASE("the bound over all connections holds, whoever fills it") {
    Script script{{.out_of_order_total_max = 2'500}};
    for (std::uint16_t port = 1; port <= 3; ++port) {
        script.client_port(port).handshake().client(1'011, ack, Bytes(1'000, 'x'), 5'001);
    }
    CHECK(script.connection(0).initiator.empty());
    CHECK(script.connection(1).initiator.empty());
    CHECK(script.connection(2).initiator == "[gap 10]" + std::string(1'000, 'x'));
}

TEST_CASE("a closed connection gives back what it held") {
    Script script{{.out_of_order_total_max = 2'500}};
    for (std::uint16_t port = 1; port <= 5; ++port) {
        script.client_port(port).handshake().client(1'011, ack, Bytes(1'000, 'x'), 5'001);
        CHECK(script.connection(port - 1U).initiator.empty());
        script.client(2'011, rst);
    }
}

TEST_CASE("a full table gives up the connection that was silent longest") {
    Script script{{.connections_max = 2}};
    script.client_port(1).handshake().client_port(2).handshake();
    script.client_port(1).client(1'001, ack, "busy", 5'001);
    script.client_port(2).client(1'011, ack, "waiting", 5'001);
    script.wait(1s).client_port(1).client(1'005, ack, " still", 5'001);
    script.client_port(3).client(1'000, syn);
    REQUIRE(script.count() == 3);
    CHECK(script.connection(1).closed == CloseCause::evicted);
    CHECK(script.connection(1).initiator == "[gap 10]waiting");
    CHECK_FALSE(script.connection(0).closed);
    CHECK(script.blind(Blind::evicted_connections) == 1);
}

TEST_CASE("closed connections make room first, and are no loss") {
    Script script{{.connections_max = 2}};
    script.client_port(1).handshake();
    script.client_port(2).handshake().client(1'001, rst);
    script.client_port(3).client(1'000, syn);
    CHECK_FALSE(script.connection(0).closed);
    CHECK(script.blind(Blind::evicted_connections) == 0);
}

TEST_CASE("a flood of handshakes stays inside the bound") {
    Script script{{.connections_max = 100}};
    for (std::uint16_t port = 1; port <= 10'000; ++port) script.client_port(port).client(7, syn);
    CHECK(script.blind(Blind::evicted_connections) == 9'900);
    CHECK(script.finish().count() == 10'000);
}

TEST_CASE("a connection that is silent too long is closed by any later packet") {
    Script script;
    script.client_port(1).handshake().client(1'004, ack, "def", 5'001);
    script.wait(ReassemblyLimits{}.idle_max + 1ms).client_port(2).client(7, syn);
    CHECK(script.connection(0).closed == CloseCause::idle);
    CHECK(script.connection(0).initiator == "[gap 3]def");
    CHECK_FALSE(script.connection(1).closed);
}

TEST_CASE("a silent connection that goes on by itself goes on") {
    Script script;
    script.handshake().client(1'001, ack, "before ", 5'001);
    script.wait(10h).client(1'008, ack, "after", 5'001);
    CHECK(script.count() == 1);
    CHECK(script.initiator() == "before after");
}

TEST_CASE("one packet from the far future ends few connections") {
    Script script;
    for (std::uint16_t port = 1; port <= 100; ++port) script.client_port(port).client(1'000, syn);
    script.wait(24h).client_port(101).client(1'000, syn).wait(-24h);
    for (std::uint16_t port = 1; port <= 100; ++port) {
        script.client_port(port).client(1'001, ack, "x", 5'001);
    }
    std::size_t idle = 0;
    for (std::size_t i = 0; i < script.count(); ++i) {
        if (script.connection(i).closed == CloseCause::idle) ++idle;
    }
    CHECK(idle > 0);
    CHECK(idle < 10);
}

TEST_CASE("a closed connection is forgotten in time") {
    Script script;
    script.handshake().client(1'001, rst).wait(ReassemblyLimits{}.idle_max + 1min);
    script.client_port(2).client(7, syn);
    script.client_port(40'000).client(1'001, ack, "anew", 5'001);
    REQUIRE(script.count() == 3);
    CHECK(script.connection(2).initiator == "anew");
}
