// SPDX-License-Identifier: Apache-2.0
// The same pair of endpoints, used again.
#include "tests/unit/reassembly/script.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::test;
using reassembly::CloseCause;

namespace {

constexpr std::uint32_t new_isn = 70'000'000;

Script& second_connection(Script& script) {
    script.client(new_isn, syn).server(new_isn + 9, syn_ack, {}, new_isn + 1);
    script.client(new_isn + 1, ack, "second", new_isn + 10);
    return script.server(new_isn + 10, ack, "answer", new_isn + 7);
}

}  // namespace

TEST_CASE("a SYN with another number replaces the open connection") {
    Script script;
    script.handshake().client(1'001, ack, "first", 5'001);
    second_connection(script);
    REQUIRE(script.count() == 2);
    CHECK(script.connection(0).initiator == "first");
    CHECK(script.connection(0).closed == CloseCause::replaced);
    CHECK(script.connection(1).initiator == "second");
    CHECK(script.connection(1).responder == "answer");
    CHECK(script.connection(1).opened.handshake_seen);
}

TEST_CASE("a SYN with a lower number replaces it as well") {
    Script script;
    script.handshake().client(1'001, ack, "first", 5'001).client(900, syn);
    CHECK(script.count() == 2);
}

TEST_CASE("a SYN behind the end of a connection opens the next") {
    Script script;
    script.handshake().client(1'001, fin_ack, {}, 5'001).server(5'001, fin_ack, {}, 1'002);
    second_connection(script);
    REQUIRE(script.count() == 2);
    CHECK(script.connection(0).closed == CloseCause::finished);
    CHECK(script.connection(1).initiator == "second");
}

TEST_CASE("a SYN behind a refused one opens the next") {
    Script script;
    script.client(1'000, syn).server(0, {.ack = true, .rst = true}, {}, 1'001);
    second_connection(script);
    REQUIRE(script.count() == 2);
    CHECK(script.connection(0).closed == CloseCause::reset);
    CHECK(script.connection(1).responder == "answer");
}

TEST_CASE("the other side may be the one that begins again") {
    Script script;
    script.handshake().client(1'001, ack, "first", 5'001);
    script.server(new_isn, syn).client(new_isn + 9, syn_ack, {}, new_isn + 1);
    REQUIRE(script.count() == 2);
    CHECK(script.connection(1).opened.initiator == endpoint_v4(2, 80));
}

TEST_CASE("a repeated SYN is no new connection") {
    Script script;
    script.client(1'000, syn).client(1'000, syn).server(5'000, syn_ack, {}, 1'001);
    script.server(5'000, syn_ack, {}, 1'001).client(1'001, ack, "question", 5'001);
    script.client(1'000, syn);
    CHECK(script.finish().count() == 1);
    CHECK(script.initiator() == "question");
}

TEST_CASE("data that fits nowhere tells that a SYN was not captured") {
    SUBCASE("while the old connection seems open") {
        Script script;
        script.handshake().client(1'001, ack, "first", 5'001);
        script.client(3'000'000'000, ack, "second", 7);
        REQUIRE(script.count() == 2);
        CHECK(script.connection(0).closed == CloseCause::replaced);
        CHECK(script.connection(1).initiator == "second");
        CHECK_FALSE(script.connection(1).opened.handshake_seen);
    }
    SUBCASE("behind its end, with a number a little higher") {
        Script script;
        script.handshake().client(1'001, fin_ack, {}, 5'001).server(5'001, fin_ack, {}, 1'002);
        script.client(200'000, ack, "second", 300'000);
        REQUIRE(script.count() == 2);
        CHECK(script.connection(1).initiator == "second");
    }
    SUBCASE("behind its reset") {
        Script script;
        script.handshake().client(1'001, rst).client(900'000'000, ack, "second", 7);
        REQUIRE(script.count() == 2);
        CHECK(script.connection(1).initiator == "second");
    }
}
