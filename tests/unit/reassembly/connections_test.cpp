// SPDX-License-Identifier: Apache-2.0
// How connections are opened and closed.
#include "reassembly/connections.hpp"

#include "tests/unit/reassembly/script.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::test;
using reassembly::CloseCause;

TEST_CASE("a conversation comes out as its two directions, and ends once") {
    const auto seen = reassemble(">>> first\\\n<<< one\\\n>>> second\\\n<<< two\\\n");
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].opened.initiator == TcpOptions{}.client);
    CHECK(seen[0].opened.responder == TcpOptions{}.server);
    CHECK(seen[0].opened.handshake_seen);
    CHECK(seen[0].initiator == "firstsecond[fin]");
    CHECK(seen[0].responder == "onetwo[fin]");
    CHECK(seen[0].closed == CloseCause::finished);
}

TEST_CASE("whatever single packet is captured twice, the result is the same") {
    const auto packets = build_packets(">>> first\\\n<<< one\\\n>>> second\\\n<<< two\\\n");
    for (std::size_t i = 0; i < packets.size(); ++i) {
        for (std::size_t behind = i + 1; behind <= packets.size(); ++behind) {
            CAPTURE(i);
            CAPTURE(behind);
            auto repeated = packets;
            repeated.insert(repeated.begin() + static_cast<std::ptrdiff_t>(behind), packets[i]);
            const auto seen = reassemble(repeated);
            REQUIRE(seen.size() == 1);
            CHECK(seen[0].initiator == "firstsecond[fin]");
            CHECK(seen[0].responder == "onetwo[fin]");
            CHECK(seen[0].closed == CloseCause::finished);
        }
    }
}

TEST_CASE("connections with the same ports and other addresses are apart") {
    for (const bool v6 : {false, true}) {
        CAPTURE(v6);
        const auto endpoint = v6 ? endpoint_v6 : endpoint_v4;
        auto packets = build_packets(">>> a\\\n<<< b\\\n",
                                     {.client = endpoint(1, 5), .server = endpoint(9, 5)});
        const auto others = build_packets(">>> c\\\n<<< d\\\n",
                                          {.client = endpoint(2, 5), .server = endpoint(9, 5)});
        packets.insert(packets.begin() + 4, others.begin(), others.end());
        const auto seen = reassemble(packets);
        REQUIRE(seen.size() == 2);
        CHECK(seen[0].initiator == "a[fin]");
        CHECK(seen[0].responder == "b[fin]");
        CHECK(seen[1].initiator == "c[fin]");
        CHECK(seen[1].responder == "d[fin]");
        CHECK(seen[1].opened.initiator == endpoint(2, 5));
    }
}

TEST_CASE("who began is told by the handshake, else by who was seen first") {
    SUBCASE("only the SYN's answer was seen") {
        Script script;
        script.server(5'000, syn_ack, {}, 1'001);
        CHECK(script.connection().opened.initiator == endpoint_v4(1, 40'000));
        CHECK(script.connection().opened.responder == endpoint_v4(2, 80));
        CHECK(script.connection().opened.handshake_seen);
        script.client(1'001, ack, "question", 5'001).server(5'001, ack, "answer", 1'009);
        CHECK(script.initiator() == "question");
        CHECK(script.responder() == "answer");
    }
    SUBCASE("the SYN comes behind its answer") {
        Script script;
        script.server(5'000, syn_ack, {}, 1'001).client(1'000, syn);
        script.client(1'001, ack, "question", 5'001);
        CHECK(script.count() == 1);
        CHECK(script.initiator() == "question");
    }
    SUBCASE("the first question overtook the handshake") {
        Script script;
        script.client(1'001, ack, "question", 5'001).client(1'000, syn);
        script.server(5'000, syn_ack, {}, 1'001).server(5'001, ack, "answer", 1'009);
        CHECK(script.count() == 1);
        CHECK(script.initiator() == "question");
        CHECK(script.responder() == "answer");
        CHECK_FALSE(script.connection().opened.handshake_seen);
    }
    SUBCASE("an answer is seen first") {
        Script script;
        script.server(5'001, ack, "answer", 1'009);
        CHECK(script.connection().opened.initiator == endpoint_v4(2, 80));
        CHECK_FALSE(script.connection().opened.handshake_seen);
    }
}

TEST_CASE("packets without bytes of an unknown connection open none") {
    Script script;
    script.client(1'001, ack, {}, 5'001).client(1'001, fin_ack, {}, 5'001).client(1'001, rst);
    script.client(1'001, {.ack = true, .rst = true}, "reason", 5'001);
    script.client(1'000, ack, Bytes(1, '\0'), 5'001);  // a keep-alive probe
    CHECK(script.finish().count() == 0);
}

TEST_CASE("a reset closes, and what waited comes out before") {
    SUBCASE("in the middle of an answer") {
        Script script;
        script.handshake().server(5'001, ack, "half an", 1'001).client(1'001, rst);
        CHECK(script.responder() == "half an");
        CHECK(script.connection().closed == CloseCause::reset);
    }
    SUBCASE("with bytes behind a hole") {
        Script script;
        script.handshake().server(5'005, ack, "half", 1'001).server(5'009, rst);
        CHECK(script.responder() == "[gap 4]half");
        CHECK(script.connection().closed == CloseCause::reset);
    }
    SUBCASE("its own payload is no data") {
        Script script;
        script.handshake().server(5'001, rst, "reason");
        CHECK(script.responder().empty());
    }
    SUBCASE("instead of the SYN's answer") {
        Script script;
        script.client(1'000, syn).server(0, {.ack = true, .rst = true}, {}, 1'001);
        CHECK(script.connection().closed == CloseCause::reset);
    }
    SUBCASE("late packets behind it open nothing") {
        Script script;
        script.handshake().client(1'001, rst).server(5'001, ack, "in flight", 1'001);
        script.server(5'010, rst).server(5'010, fin_ack, {}, 1'001);
        CHECK(script.finish().count() == 1);
        CHECK(script.responder().empty());
    }
}

TEST_CASE("a reset that its receiver would not accept is ignored") {
    struct Row {
        std::string name;
        std::uint32_t sequence;
        bool accepted;
    };
    for (const auto& row : std::vector<Row>{{"the next byte", 5'007, true},
                                            {"a little ahead", 6'000, true},
                                            {"acknowledged already", 5'006, false},
                                            {"far behind", 5'007 - (1U << 30), false},
                                            {"far ahead", 5'007 + (1U << 30), false}}) {
        CAPTURE(row.name);
        Script script;
        script.handshake().server(5'001, ack, "answer", 1'001).client(1'001, ack, {}, 5'007);
        script.server(row.sequence, rst).server(5'007, ack, " goes on", 1'001);
        CHECK(script.responder() == (row.accepted ? "answer" : "answer goes on"));
        CHECK(script.connection().closed.has_value() == row.accepted);
    }
}

TEST_CASE("what follows the end of a connection opens no new one") {
    Script script;
    script.handshake().client(1'001, fin_ack, "question", 5'001);
    script.server(5'001, fin_ack, "answer", 1'010).client(1'010, ack, {}, 5'008);
    CHECK(script.connection().closed == CloseCause::finished);
    script.server(5'001, fin_ack, "answer", 1'010).client(1'001, fin_ack, "question", 5'001);
    script.client(1'010, ack, {}, 5'008).client(1'010, rst).client(1'000, syn);
    CHECK(script.finish().count() == 1);
}

TEST_CASE("the end of the capture closes what is open") {
    Script script;
    script.handshake().client(1'001, ack, "question", 5'001).finish();
    CHECK(script.connection().closed == CloseCause::capture_ended);
    script.finish();
    CHECK(script.count() == 1);
}

TEST_CASE("a connection with itself breaks nothing") {
    const auto seen = reassemble(">>> a\\\n<<< b\\\n",
                                 {.client = endpoint_v4(1, 80), .server = endpoint_v4(1, 80)});
    CHECK_FALSE(seen.empty());
}
