// SPDX-License-Identifier: Apache-2.0
// Bytes that never come: when they are given up, and what is told about them.
#include "tests/unit/reassembly/script.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::test;
using namespace std::chrono_literals;

TEST_CASE("an acknowledged hole is a gap when its time of grace is over, not before") {
    Script script;
    script.handshake().client(1'001, ack, "abc", 5'001).client(1'007, ack, "ghi", 5'001);
    script.server(5'001, ack, {}, 1'010);
    CHECK(script.initiator() == "abc");
    script.wait(198ms).client(1'010, ack, "jkl", 5'001);
    CHECK(script.initiator() == "abc");
    script.wait(1ms).client(1'013, ack, "mno", 5'001);
    CHECK(script.initiator() == "abc[gap 3]ghijklmno");
    CHECK(script.blind(Blind::gap_bytes) == 3);
}

TEST_CASE("bytes captured behind their acknowledgement are no gap") {
    Script script;
    script.handshake().server(5'001, ack, "answer ", 1'004);
    script.wait(150ms).client(1'001, ack, "abc", 5'001);
    script.wait(1s).client(1'004, ack, "def", 5'008);
    CHECK(script.initiator() == "abcdef");
    CHECK(script.blind(Blind::gap_bytes) == 0);
}

TEST_CASE("a hole that fills late, before anyone asked, is no gap either") {
    Script script;
    script.handshake().client(1'004, ack, "def", 5'001).server(5'001, ack, {}, 1'007);
    script.wait(10s).client(1'001, ack, "abc", 5'001);
    CHECK(script.initiator() == "abcdef");
}

TEST_CASE("each step forward gives the rest of an acknowledged hole new grace") {
    Script script;
    script.handshake().server(5'001, ack, {}, 1'007);
    script.wait(150ms).client(1'001, ack, "abc", 5'001);
    script.wait(150ms).client(1'004, ack, "def", 5'001);
    CHECK(script.initiator() == "abcdef");
}

TEST_CASE("any other connection's packet may tell that the grace is over") {
    Script script;
    script.handshake().client(1'004, ack, "def", 5'001).server(5'001, ack, {}, 1'007);
    script.wait(1s).client_port(40'001).client(7, syn);
    CHECK(script.initiator() == "[gap 3]def");
}

TEST_CASE("a hole that nobody acknowledges waits until the capture ends") {
    Script script;
    script.handshake().client(1'004, ack, "def", 5'001);
    script.wait(1min).client(1'007, ack, "ghi", 5'001);
    CHECK(script.initiator().empty());
    script.finish();
    CHECK(script.initiator() == "[gap 3]defghi");
}

TEST_CASE("several holes are several gaps, each in its place") {
    Script script;
    script.handshake().client(1'003, ack, "c", 5'001).client(1'006, ack, "f", 5'001);
    script.server(5'001, ack, {}, 1'010).wait(1s).server(5'001, ack, {}, 1'010);
    CHECK(script.initiator() == "[gap 2]c[gap 2]f[gap 3]");
    script.client(1'010, ack, "next", 5'001);
    CHECK(script.initiator() == "[gap 2]c[gap 2]f[gap 3]next");
    CHECK(script.blind(Blind::gap_bytes) == 7);
}

TEST_CASE("lost last bytes are a gap before the end") {
    SUBCASE("when the FIN was seen") {
        Script script;
        script.handshake().client(1'001, ack, "abc", 5'001).client(1'007, fin_ack, {}, 5'001);
        script.finish();
        CHECK(script.initiator() == "abc[gap 3][fin]");
    }
    SUBCASE("when it was acknowledged too") {
        Script script;
        script.handshake().client(1'001, ack, "abc", 5'001).client(1'007, fin_ack, {}, 5'001);
        script.server(5'001, ack, {}, 1'008).wait(1s).server(5'001, ack, {}, 1'008);
        CHECK(script.initiator() == "abc[gap 3][fin]");
    }
}

TEST_CASE("a lost FIN is no lost byte") {
    Script script;
    script.handshake().client(1'001, ack, "abc", 5'001);
    script.server(5'001, ack, {}, 1'005).wait(1s).server(5'001, ack, {}, 1'005);
    CHECK(script.initiator() == "abc");
    script.client(1'004, fin_ack, {}, 5'001);
    CHECK(script.initiator() == "abc[fin]");
    CHECK(script.finish().blind(Blind::gap_bytes) == 0);
}

TEST_CASE("one lost byte before others is one lost byte") {
    Script script;
    script.handshake().client(1'001, ack, "abc", 5'001).client(1'005, ack, "efg", 5'001).finish();
    CHECK(script.initiator() == "abc[gap 1]efg");
}

TEST_CASE("bytes that the snaplen cut are a gap") {
    SUBCASE("in order") {
        Script script;
        script.handshake().client(1'001, ack, "abc", 5'001, 4).client(1'008, ack, "hij", 5'001);
        CHECK(script.initiator() == "abc[gap 4]hij");
    }
    SUBCASE("all of them") {
        Script script;
        script.handshake().client(1'001, ack, {}, 5'001, 7).client(1'008, fin_ack, {}, 5'001);
        CHECK(script.initiator() == "[gap 7][fin]");
    }
    SUBCASE("out of order") {
        Script script;
        script.handshake().client(1'004, ack, "de", 5'001, 4).client(1'010, ack, "jk", 5'001);
        script.client(1'001, ack, "abc", 5'001);
        CHECK(script.initiator() == "abcde[gap 4]jk");
    }
    SUBCASE("with the FIN behind them") {
        Script script;
        script.handshake().client(1'001, fin_ack, "abc", 5'001, 4);
        CHECK(script.initiator() == "abc[gap 4][fin]");
    }
    SUBCASE("though another packet has some of them") {
        Script script;
        script.handshake().client(1'005, ack, "ef", 5'001).client(1'001, ack, "ab", 5'001, 6);
        CHECK(script.initiator() == "ab[gap 2]ef[gap 2]");
    }
    SUBCASE("once, when the packet is sent again") {
        Script script;
        script.handshake().client(1'001, ack, "abc", 5'001, 4);
        script.client(1'001, ack, "abc", 5'001, 4).client(1'003, ack, "cde", 5'001, 4);
        CHECK(script.initiator() == "abc[gap 4][gap 2]");
    }
}

TEST_CASE("bytes behind a gap do not bring back what was given up") {
    Script script;
    script.handshake().client(1'004, ack, "def", 5'001).server(5'001, ack, {}, 1'007);
    script.wait(1s).server(5'001, ack, {}, 1'007);
    CHECK(script.initiator() == "[gap 3]def");
    script.client(1'001, ack, "abcdefghi", 5'001);
    CHECK(script.initiator() == "[gap 3]defghi");
}

TEST_CASE("an acknowledgement far beyond all data is not believed without that data") {
    constexpr std::uint32_t far = 100 << 20;
    Script script;
    script.handshake().client(1'001, ack, "abc", 5'001);
    script.server(5'001, ack, {}, 1'004 + far).wait(1s).client(1'004, ack, "def", 5'001);
    CHECK(script.initiator() == "abcdef");
    script.client(1'007 + far, ack, "after an outage", 5'001);
    script.server(5'001, ack, {}, 1'022 + far).wait(1s).server(5'001, ack, {}, 1'022 + far);
    CHECK(script.initiator() == "abcdef[gap 104857600]after an outage");
}

TEST_CASE("time that goes backwards delays a gap and breaks nothing") {
    Script script;
    script.handshake().client(1'004, ack, "def", 5'001).server(5'001, ack, {}, 1'007);
    script.wait(-1h).client(1'007, ack, "ghi", 5'001);
    CHECK(script.initiator().empty());
    script.wait(2h).client(1'010, ack, "jkl", 5'001);
    CHECK(script.initiator() == "[gap 3]defghijkl");
}
