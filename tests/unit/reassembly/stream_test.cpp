// SPDX-License-Identifier: Apache-2.0
// One direction: order, repetition, overlap, start and end.
#include "reassembly/stream.hpp"

#include "tests/unit/reassembly/script.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::test;

namespace {

constexpr std::array<std::uint32_t, 5> isns{0, 20, (1U << 31) - 1, 0xfffffffe, 0xffffffde};

struct Piece {
    std::uint32_t offset;  // of the first byte
    Bytes bytes;
};

// What comes out of the client's direction when these pieces come after the handshake.
std::string client_bytes(const std::vector<Piece>& pieces) {
    Script script;
    script.handshake();
    for (const auto& piece : pieces) script.client(1'001 + piece.offset, ack, piece.bytes, 5'001);
    return script.finish().initiator();
}

}  // namespace

TEST_CASE("bytes come out in order, once, and the first ones win") {
    struct Row {
        std::string name;
        std::vector<Piece> pieces;
        std::string expected;
    };
    for (const auto& row : std::vector<Row>{
             {"in order", {{0, "abc"}, {3, "def"}}, "abcdef"},
             {"swapped", {{3, "def"}, {0, "abc"}}, "abcdef"},
             {"backwards", {{4, "e"}, {3, "d"}, {2, "c"}, {1, "b"}, {0, "a"}}, "abcde"},
             {"repeated", {{0, "abc"}, {0, "abc"}, {3, "def"}, {0, "abc"}}, "abcdef"},
             {"repeated while waiting", {{3, "def"}, {3, "def"}, {0, "abc"}}, "abcdef"},
             {"sent again in one piece", {{0, "abc"}, {3, "de"}, {0, "abcdef"}}, "abcdef"},
             {"sent again in smaller pieces",
              {{0, "abcdef"}, {0, "ab"}, {2, "cdefgh"}},
              "abcdefgh"},
             {"sent again with other boundaries",
              {{2, "cd"}, {5, "fgh"}, {0, "abc"}, {3, "def"}},
              "abcdefgh"},
             {"overlap with other bytes", {{0, "abc"}, {1, "XXXd"}}, "abcXd"},
             {"waiting bytes win over later ones", {{3, "def"}, {0, "abcXXXg"}}, "abcdefg"},
             {"a hole inside a longer piece", {{2, "c"}, {4, "e"}, {0, "aXXXXXg"}}, "aXcXeXg"},
             {"zeros are bytes", {{0, Bytes(4, '\0')}, {4, "x"}}, Bytes(4, '\0') + "x"},
             {"a keep-alive probe with an old octet",
              {{0, "abc"}, {2, Bytes(1, '\0')}, {3, "d"}},
              "abcd"},
             {"a zero-window probe with a new octet",
              {{0, "abc"}, {3, "d"}, {3, "def"}},
              "abcdef"}}) {
        CAPTURE(row.name);
        CHECK(client_bytes(row.pieces) == row.expected);
    }
}

TEST_CASE("every start sequence, cut and handshake gives the same bytes") {
    for (const auto isn : isns) {
        for (const std::size_t cut : {1U, 2U, 7U, 1'460U}) {
            for (const bool handshake : {true, false}) {
                CAPTURE(isn);
                CAPTURE(cut);
                CAPTURE(handshake);
                const auto seen = reassemble(
                    ">>> a question of some length\n<<< an answer that is longer than that\n>>> "
                    "more\n",
                    {.client_isn = isn,
                     .server_isn = isn + 7,
                     .handshake = handshake,
                     .segment_bytes = cut});
                REQUIRE(seen.size() == 1);
                CHECK(seen[0].opened.handshake_seen == handshake);
                CHECK(seen[0].initiator == "a question of some length\r\nmore\r\n[fin]");
                CHECK(seen[0].responder == "an answer that is longer than that\r\n[fin]");
                CHECK(seen[0].closed == reassembly::CloseCause::finished);
            }
        }
    }
}

TEST_CASE("packets that come backwards over the wrap are put in order") {
    for (const auto isn : isns) {
        CAPTURE(isn);
        auto packets = build_packets(">>> 0123456789abcdefghijklmnopqrstuvwxyz\\\n",
                                     {.client_isn = isn, .segment_bytes = 3});
        std::reverse(packets.begin() + 3, packets.end() - 3);
        CHECK(reassemble(packets)[0].initiator == "0123456789abcdefghijklmnopqrstuvwxyz[fin]");
    }
}

TEST_CASE("data in the SYN and in its answer counts from behind the SYN") {
    Script script;
    script.client(1'000, syn, "early ").server(5'000, syn_ack, "also ", 1'007);
    script.client(1'007, ack, "late", 5'006).server(5'006, ack, "late", 1'011);
    CHECK(script.initiator() == "early late");
    CHECK(script.responder() == "also late");
}

TEST_CASE("the FIN ends a direction behind all its bytes") {
    SUBCASE("with the last bytes") {
        Script script;
        script.handshake().client(1'001, fin_ack, "all", 5'001);
        CHECK(script.initiator() == "all[fin]");
    }
    SUBCASE("before bytes that come late") {
        Script script;
        script.handshake().client(1'004, fin_ack, {}, 5'001);
        CHECK(script.initiator().empty());
        script.client(1'001, ack, "all", 5'001);
        CHECK(script.initiator() == "all[fin]");
    }
    SUBCASE("sent again") {
        Script script;
        script.handshake().client(1'001, fin_ack, "all", 5'001);
        script.client(1'001, fin_ack, "all", 5'001).client(1'004, fin_ack, {}, 5'001);
        CHECK(script.initiator() == "all[fin]");
    }
    SUBCASE("while the other side goes on") {
        Script script;
        script.handshake().client(1'001, fin_ack, "all", 5'001);
        script.server(5'001, ack, "still ", 1'005).server(5'007, fin_ack, "here", 1'005);
        CHECK(script.responder() == "still here[fin]");
        CHECK(script.connection().closed == reassembly::CloseCause::finished);
    }
    SUBCASE("bytes beyond it are nobody's") {
        Script script;
        script.handshake().client(1'004, fin_ack, {}, 5'001);
        script.client(1'001, ack, "all and more", 5'001);
        CHECK(script.initiator() == "all[fin]");
    }
    SUBCASE("one that stands before delivered bytes is not believed") {
        Script script;
        script.handshake().client(1'001, ack, "delivered", 5'001);
        script.client(1'003, fin_ack, {}, 5'001).client(1'010, ack, " more", 5'001);
        CHECK(script.initiator() == "delivered more");
    }
    SUBCASE("one that stands before waiting bytes is not believed") {
        Script script;
        script.handshake().client(1'005, ack, "waiting", 5'001);
        script.client(1'006, fin_ack, {}, 5'001).client(1'001, ack, "now ", 5'001);
        CHECK(script.initiator() == "now waiting");
    }
}

TEST_CASE("a stream without a handshake starts where its peer says it stands") {
    SUBCASE("when the first bytes were overtaken") {
        Script script;
        script.client(1'001, ack, "question", 5'001);
        script.server(5'004, ack, "def", 1'009).server(5'001, ack, "abc", 1'009);
        CHECK(script.responder() == "abcdef");
    }
    SUBCASE("when they were lost") {
        Script script;
        script.client(1'001, ack, "question", 5'001).server(5'004, ack, "def", 1'009).finish();
        CHECK(script.responder() == "[gap 3]def");
    }
    SUBCASE("when the SYN's answer was lost") {
        Script script;
        script.client(1'000, syn).client(1'001, ack, "question", 5'001);
        script.server(5'001, ack, "answer", 1'009);
        CHECK(script.responder() == "answer");
    }
    SUBCASE("but not where the peer's number is far off") {
        Script script;
        script.client(1'001, ack, "question", 5'001);
        script.server(900'005'001, ack, "answer", 1'009).finish();
        CHECK(script.responder() == "answer");
    }
}

TEST_CASE("data that overtook the SYN's answer waits for it") {
    Script script;
    script.client(1'000, syn);
    SUBCASE("which comes") {
        script.server(5'004, ack, "def", 1'001);
        CHECK(script.responder() == "");
        script.server(5'000, syn_ack, {}, 1'001);
        CHECK(script.responder() == "");
        script.server(5'001, ack, "abc", 1'001);
        CHECK(script.responder() == "abcdef");
    }
    SUBCASE("over the wrap") {
        script.server(2, ack, "def", 1'001).server(0xffff'fffe, syn_ack, {}, 1'001);
        script.server(0xffff'ffff, ack, "abc", 1'001);
        CHECK(script.responder() == "abcdef");
    }
    SUBCASE("or for the acknowledgement of it") {
        script.server(5'004, ack, "def", 1'001).client(1'001, ack, {}, 5'001);
        script.server(5'001, ack, "abc", 1'001);
        CHECK(script.responder() == "abcdef");
    }
    SUBCASE("or for one that tells that nothing is missing") {
        script.server(5'001, ack, "abc", 1'001).client(1'001, ack, {}, 5'001);
        CHECK(script.initiator() == "");
        CHECK(script.responder() == "abc");
    }
    SUBCASE("no longer than a hole may wait") {
        script.server(5'004, ack, "def", 1'001).wait(std::chrono::seconds{1});
        script.server(5'007, ack, "ghi", 1'001);
        CHECK(script.responder() == "defghi");
    }
    SUBCASE("or until the capture ends") {
        script.server(5'004, ack, "def", 1'001).finish();
        CHECK(script.responder() == "def");
    }
    SUBCASE("and an end that overtook it as well") {
        script.server(5'004, fin_ack, "def", 1'001).server(5'000, syn_ack, {}, 1'001);
        script.server(5'001, ack, "abc", 1'001);
        CHECK(script.responder() == "abcdef[fin]");
    }
    CHECK(script.blind(Blind::gap_bytes) == 0);
}

TEST_CASE("bytes say how much of the other direction their sender had") {
    Script script;
    script.handshake().client(1'001, ack, "question", 5'001).server(5'001, ack, "answer", 1'009);
    script.client(1'009, ack, "more", 5'001).client(1'013, ack, "!", 5'007);
    CHECK(script.connection().heard == std::vector<std::uint64_t>{0, 8, 0, 6});
}

TEST_CASE("bytes carry the time of the packet that completed them") {
    Script script;
    script.handshake();  // 1 ms for each packet
    const auto begin = packets_start + std::chrono::milliseconds{3};
    script.client(1'004, ack, "def", 5'001);
    script.wait(std::chrono::milliseconds{10}).client(1'001, ack, "abc", 5'001);
    CHECK(script.connection().last_data_at == begin + std::chrono::milliseconds{11});
    script.client(1'010, ack, "late", 5'001).wait(std::chrono::seconds{9}).finish();
    CHECK(script.initiator() == "abcdef[gap 3]late");
    CHECK(script.connection().last_data_at == begin + std::chrono::milliseconds{12});
}
