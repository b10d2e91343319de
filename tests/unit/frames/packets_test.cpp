// SPDX-License-Identifier: Apache-2.0
// The tests' own packet builder: what it makes must be right before it can prove anything.
#include "tests/support/packets.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::test;

namespace {

// "1> 2<hi 3." : number, direction and payload; "." is a packet without payload.
std::string summary(const std::vector<TcpPacket>& packets) {
    std::string text;
    for (const auto& packet : packets) {
        const bool from_client = packet.source == TcpOptions{}.client;
        text += (text.empty() ? "" : " ") + std::to_string(packet.number) +
                (from_client ? ">" : "<") + packet.payload;
    }
    return text;
}

constexpr TcpOptions data_only() {
    TcpOptions options;
    options.handshake = false;
    options.fins = false;
    return options;
}

}  // namespace

TEST_CASE("a conversation becomes a handshake, its data and the end of both sides") {
    const auto packets = build_packets(">>> ask\\\n<<< answer\\\n");
    CHECK(summary(packets) == "1> 2< 3> 4>ask 5<answer 6< 7> 8<");
    CHECK(packets[0].flags == frames::TcpFlags{.syn = true});
    CHECK(packets[1].flags == frames::TcpFlags{.syn = true, .ack = true});
    CHECK(packets[3].sequence == 1'001);
    CHECK(packets[3].acknowledgement == 5'001);
    CHECK(packets[4].acknowledgement == 1'004);
    CHECK(packets[5].flags.fin);
    CHECK(packets[7].acknowledgement == 1'005);
    CHECK(packets[7].at - packets[0].at == std::chrono::milliseconds{7});
}

TEST_CASE("marks do to packets what they say") {
    struct Row {
        std::string name;
        std::string conversation;
        std::string expected;
    };
    for (const auto& row : std::vector<Row>{
             {"none", ">>> abcd\\\n<<< x\\\n", "1>abcd 2<x"},
             {"cut", "# cut 3\n>>> abcd\\\n<<< wxyz\\\n", "1>abc 2>d 3<wxyz"},
             {"cut of the second turn", ">>> abcd\\\n# cut 2\n<<< wxyz\\\n", "1>abcd 2<wx 3<yz"},
             {"swap", "# cut 1\n# swap 1 3\n>>> abc\\\n", "3>c 2>b 1>a"},
             {"lose", "# cut 1\n# lose 2\n>>> abc\\\n", "1>a 3>c"},
             {"repeat", "# cut 1\n# repeat 2\n>>> abc\\\n", "1>a 2>b 2>b 3>c"},
             {"numbers stay", "# cut 1\n# lose 1\n# swap 2 3\n>>> abc\\\n", "3>c 2>b"},
             {"move", "# cut 1\n# move 1 2\n>>> abc\\\n", "2>b 1>a 3>c"},
             {"reverse", "# cut 1\n# reverse 1 3\n>>> abc\\\n", "3>c 2>b 1>a"},
             {"overlap", "# cut 2\n# overlap 2 1\n>>> abcd\\\n", "1>ab 2>cd 2>bcd"},
             {"overlap that differs", "# cut 2\n# overlap different 2 1\n>>> abcd\\\n",
              "1>ab 2>cd 2>#cd"},
             {"merge", "# cut 1\n# merge 1 3\n>>> abc\\\n", "1>a 2>b 3>c 1>abc"},
             {"split", "# split 1 1\n>>> abc\\\n", "1>abc 1>a 1>bc"},
             {"differ", "# differ before 1\n>>> abc\\\n", "1>### 1>abc"},
             {"ack first", "# ack first 1\n>>> abc\\\n", "0< 1>abc"},
             {"zero window probe", "# zero window probe\n>>> abc\\\n", "1>a 2>abc"},
             {"a turn in parts", ">>> ab\\\n# ack server\n>>> cd\\\n", "1>ab 2< 3>cd"}}) {
        CAPTURE(row.name);
        CHECK(summary(build_packets(row.conversation, data_only())) == row.expected);
    }
}

TEST_CASE("a pause lets time pass before a turn") {
    const auto packets = build_packets(">>> a\\\n# pause 300\n<<< b\\\n", data_only());
    CHECK(packets[1].at - packets[0].at == std::chrono::milliseconds{301});
}

TEST_CASE("sequence numbers wrap where the mark says, and nowhere else") {
    const auto packets = build_packets(">>> ab\\\n# wrap 1\n# cut 1\n>>> cd\\\n", data_only());
    CHECK(packets[0].sequence == 0xffff'fffd);
    CHECK(packets[2].sequence == 0);
}

TEST_CASE("the data of a Fast Open travel in the SYN") {
    const auto packets = build_packets("# syn data\n>>> ask\\\n<<< answer\\\n");
    CHECK(summary(packets) == "1>ask 2< 3> 4<answer 5< 6> 7<");
    CHECK(packets[1].acknowledgement == 1'004);
}

TEST_CASE("a further connection has the next port, and a reused one the same with other numbers") {
    const auto packets =
        build_packets(">>> a\\\n# connection\n>>> b\\\n# reuse\n>>> c\\\n", data_only());
    REQUIRE(packets.size() == 3);
    CHECK(packets[1].source.port == packets[0].source.port + 1);
    CHECK(packets[2].source.port == packets[1].source.port);
    CHECK(packets[2].sequence - packets[1].sequence == 100'000'000);
}

TEST_CASE("what is no mark, or names no packet, is refused") {
    CHECK_THROWS(build_packets("# cut it short\n>>> a\\\n", data_only()));
    CHECK_THROWS(build_packets("# unheard of\n>>> a\\\n", data_only()));
    CHECK_THROWS(build_packets("# lose 9\n>>> a\\\n", data_only()));
}
