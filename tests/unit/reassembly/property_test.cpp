// SPDX-License-Identifier: Apache-2.0
// Whatever a network and a capture do to the packets of a known conversation: the bytes are exact,
// or a gap of the exact size stands in their place.
#include "tests/support/seen_connections.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::test;

namespace {

constexpr int seeds = 300;

std::string random_text(std::mt19937& random, std::size_t length) {
    std::uniform_int_distribution<int> letter{'a', 'z'};
    std::string text(length, ' ');
    for (auto& c : text) c = static_cast<char>(letter(random));
    return text;
}

struct Known {
    std::vector<TcpPacket> packets;
    std::string client;
    std::string server;
};

// A few turns of random length with a random start, cut into segments of random length.
Known random_conversation(std::mt19937& random) {
    constexpr std::uint32_t starts[] = {0, 20, (1U << 31) - 1, 0xfffffffe, 0xffffffde};
    Known known;
    std::string conversation;
    for (int turn = 0; turn < 6; ++turn) {
        const auto text = random_text(random, 1 + random() % 200);
        const bool from_client = turn % 2 == 0;
        conversation += (from_client ? ">>> " : "<<< ") + text + "\\\n";
        (from_client ? known.client : known.server) += text;
    }
    known.packets = build_packets(conversation, {.client_isn = starts[random() % 5],
                                                 .server_isn = starts[random() % 5],
                                                 .segment_bytes = 1 + random() % 60});
    return known;
}

// Segments that were sent again, with boundaries that they did not have before.
void add_other_boundaries(std::mt19937& random, std::vector<TcpPacket>& packets) {
    const auto count = packets.size();
    for (std::size_t i = 3; i + 1 < count; ++i) {
        const auto& first = packets[i];
        const auto& second = packets[i + 1];
        if (first.source != second.source || second.payload.empty() || random() % 3 != 0) continue;
        auto again = first;
        again.payload += second.payload;
        const auto drop = random() % again.payload.size();
        again.payload.erase(0, drop);
        again.sequence += static_cast<std::uint32_t>(drop);
        again.flags.fin = second.flags.fin;
        packets.push_back(again);
    }
}

// The handshake stays where it is: it alone tells where a stream begins.
void shuffle(std::mt19937& random, std::vector<TcpPacket>& packets) {
    std::shuffle(packets.begin() + 3, packets.end(), random);
}

// True when `seen` is `expected` with some bytes replaced by gaps of their exact number.
bool is_exact_but_for_gaps(const std::string& seen, const std::string& expected) {
    constexpr std::string_view gap = "[gap ";
    std::size_t at = 0;
    for (std::size_t i = 0; i < seen.size();) {
        if (seen.compare(i, gap.size(), gap) == 0) {
            at += std::stoul(seen.substr(i + gap.size()));
            i = seen.find(']', i) + 1;
        } else if (seen.compare(i, std::string::npos, "[fin]") == 0) {
            return at == expected.size();
        } else if (at >= expected.size() || seen[i++] != expected[at++]) {
            return false;
        }
    }
    return at <= expected.size();
}

}  // namespace

TEST_CASE("packets in any order, repeated and with other boundaries, give the exact bytes") {
    for (unsigned seed = 0; seed < seeds; ++seed) {
        CAPTURE(seed);
        std::mt19937 random{seed};
        auto known = random_conversation(random);
        add_other_boundaries(random, known.packets);
        const auto repeated = known.packets[3 + random() % (known.packets.size() - 3)];
        known.packets.push_back(repeated);
        shuffle(random, known.packets);
        for (auto& packet : known.packets) packet.at = packets_start;  // within the grace time

        const auto seen = reassemble(known.packets);
        REQUIRE(seen.size() == 1);
        CHECK(seen[0].initiator == known.client + "[fin]");
        CHECK(seen[0].responder == known.server + "[fin]");
        CHECK(seen[0].closed == reassembly::CloseCause::finished);
    }
}

TEST_CASE("lost packets leave exact bytes and gaps of the exact size, never wrong bytes") {
    for (unsigned seed = 0; seed < seeds; ++seed) {
        CAPTURE(seed);
        std::mt19937 random{seed};
        auto known = random_conversation(random);
        const bool in_order = seed % 2 == 0;
        const auto lost = [&](const TcpPacket& packet) {
            return !packet.flags.syn && !packet.flags.fin && random() % 4 == 0;
        };
        std::erase_if(known.packets, lost);
        if (!in_order) shuffle(random, known.packets);
        for (std::size_t i = 0; i < known.packets.size(); ++i) {
            known.packets[i].at = packets_start + i * std::chrono::milliseconds{in_order ? 500 : 0};
        }
        const auto seen = reassemble(known.packets);
        REQUIRE(seen.size() == 1);
        CAPTURE(seen[0].initiator);
        CAPTURE(known.client);
        CHECK(is_exact_but_for_gaps(seen[0].initiator, known.client));
        CHECK(is_exact_but_for_gaps(seen[0].responder, known.server));
        CHECK(seen[0].initiator.ends_with("[fin]"));
        CHECK(seen[0].responder.ends_with("[fin]"));
    }
}

TEST_CASE("a capture that begins anywhere never gives wrong bytes") {
    for (unsigned seed = 0; seed < seeds; ++seed) {
        CAPTURE(seed);
        std::mt19937 random{seed};
        auto known = random_conversation(random);
        const auto missed = 3 + random() % (known.packets.size() - 3);
        known.packets.erase(known.packets.begin(),
                            known.packets.begin() + static_cast<std::ptrdiff_t>(missed));
        for (const auto& connection : reassemble(known.packets)) {
            const bool is_client = connection.opened.initiator == TcpOptions{}.client;
            const auto& client = is_client ? connection.initiator : connection.responder;
            const auto& server = is_client ? connection.responder : connection.initiator;
            CHECK((known.client + "[fin]").ends_with(client));
            CHECK((known.server + "[fin]").ends_with(server));
        }
    }
}
