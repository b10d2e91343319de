// SPDX-License-Identifier: Apache-2.0
#include "frames/fragments.hpp"

#include "frames/decode.hpp"
#include "tests/support/encapsulation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

constexpr auto raw_ip = frames::LinkType::raw_ip;

Bytes payload_of(std::size_t length) {
    Bytes payload;
    for (std::size_t i = 0; i < length; ++i) payload += static_cast<char>('a' + i % 26);
    return payload;
}

test::TcpPacket fragmented_packet(Bytes payload, bool v6 = false, std::size_t number = 1) {
    test::TcpPacket packet;
    packet.number = number;
    packet.source = v6 ? test::endpoint_v6(1, 1) : test::endpoint_v4(1, 1);
    packet.destination = v6 ? test::endpoint_v6(2, 80) : test::endpoint_v4(2, 80);
    packet.flags = {.ack = true};
    packet.payload = std::move(payload);
    return packet;
}

std::vector<Bytes> fragments_of(const test::TcpPacket& packet, std::size_t bytes) {
    const auto ip = test::frame_of(packet, {.link = raw_ip});
    return packet.source.address.is_v6 ? test::fragments_v6(ip, bytes)
                                       : test::fragments_v4(ip, bytes);
}

// Every payload that comes out, and what was counted.
struct Seen {
    std::vector<Bytes> payloads;
    std::vector<std::uint32_t> cut;
    Coverage coverage;
};

Seen decode_all(const std::vector<Bytes>& packets, FrameLimits limits = {},
                Duration step = std::chrono::milliseconds{1}, std::size_t snaplen = 1 << 20) {
    frames::Decoder decoder{{.verify_checksums = true, .limits = limits}};
    Seen seen;
    Timestamp at = test::packets_start;
    for (const auto& bytes : packets) {
        auto packet = test::captured(bytes, raw_ip);
        packet.bytes = packet.bytes.substr(0, snaplen);
        packet.at = at += step;
        if (const auto segment = decoder.decode(packet)) {
            seen.payloads.emplace_back(segment->payload);
            seen.cut.push_back(segment->bytes_cut);
        }
    }
    decoder.finish();
    seen.coverage = decoder.coverage();
    return seen;
}

Coverage counted(Blind blind, std::uint64_t amount) {
    Coverage coverage;
    coverage.add(blind, amount);
    return coverage;
}

}  // namespace

TEST_CASE("fragments make their packet whole in any order") {
    const auto payload = payload_of(60);
    for (const bool v6 : {false, true}) {
        auto fragments = fragments_of(fragmented_packet(payload, v6), 16);
        REQUIRE(fragments.size() == 5);
        std::ranges::sort(fragments);
        do {
            const auto seen = decode_all(fragments);
            CHECK(seen.payloads == std::vector{payload});
            CHECK(seen.coverage == Coverage{});
        } while (std::ranges::next_permutation(fragments).found);
    }
}

TEST_CASE("copies of fragments do no harm, whether they come at once or late") {
    const auto payload = payload_of(100);
    const auto f = fragments_of(fragmented_packet(payload), 64);
    REQUIRE(f.size() == 2);
    for (const auto& order : std::vector<std::vector<Bytes>>{
             {f[0], f[0], f[1], f[1]}, {f[0], f[1], f[0], f[1]}, {f[1], f[1], f[0], f[1]}}) {
        const auto seen = decode_all(order);
        CHECK(seen.payloads == std::vector{payload});
        CHECK(seen.coverage == Coverage{});
    }
}

TEST_CASE("where fragments overlap, the first bytes win") {
    const auto ip =
        test::frame_of(fragmented_packet(payload_of(76)), {.link = raw_ip});  // 96 with TCP
    const auto f = test::fragments_v4(ip, 32);
    REQUIRE(f.size() == 3);
    auto wide = test::fragments_v4(ip, 64)[0];  // covers the first two
    std::ranges::fill(wide.begin() + 20 + 40, wide.end(), '!');
    SUBCASE("a later one that contains others fills only their holes") {
        const auto seen = decode_all({f[1], wide, f[2]});
        CHECK(seen.payloads == std::vector{payload_of(76)});
    }
    SUBCASE("an earlier one stays") {
        frames::Decoder decoder;
        decoder.decode(test::captured(wide, raw_ip));
        decoder.decode(test::captured(f[1], raw_ip));
        const auto segment = decoder.decode(test::captured(f[2], raw_ip));
        REQUIRE(segment);
        CHECK(segment->payload == payload_of(20) + Bytes(24, '!') + payload_of(76).substr(44));
    }
}

TEST_CASE("a packet that stays without a fragment is counted with each that was held") {
    const auto fragments = fragments_of(fragmented_packet(payload_of(100)), 40);
    REQUIRE(fragments.size() == 3);
    for (std::size_t missing = 0; missing < 3; ++missing) {
        auto held = fragments;
        held.erase(held.begin() + static_cast<std::ptrdiff_t>(missing));
        CHECK(decode_all(held).coverage == counted(Blind::ip_fragments, 2));
    }
}

TEST_CASE("a fragment that waits is no loss, and says nothing") {
    frames::Decoder decoder;
    const auto fragments = fragments_of(fragmented_packet(payload_of(50)), 40);
    CHECK_FALSE(decoder.decode(test::captured(fragments[0], raw_ip)));
    CHECK_FALSE(decoder.lost());
    CHECK(decoder.coverage() == Coverage{});
}

TEST_CASE("fragments wait for the time that limits say, by the packets' clock") {
    const auto f = fragments_of(fragmented_packet(payload_of(50)), 40);
    CHECK(decode_all(f, {}, std::chrono::seconds{30}).payloads.size() == 1);
    const auto late = decode_all(f, {}, std::chrono::seconds{31});
    CHECK(late.payloads.empty());
    CHECK(late.coverage == counted(Blind::ip_fragments, 2));
}

TEST_CASE("no bound of packets, bytes or fragments is passed, and what goes is counted") {
    std::vector<Bytes> firsts;
    for (std::size_t i = 0; i < 100; ++i) {
        firsts.push_back(fragments_of(fragmented_packet(payload_of(500), false, i), 400)[0]);
    }
    const auto last = fragments_of(fragmented_packet(payload_of(500), false, 99), 400)[1];
    firsts.push_back(last);
    for (const auto& limits :
         {FrameLimits{.fragmented_packets_max = 10}, FrameLimits{.fragments_bytes_max = 5'000}}) {
        const auto seen = decode_all(firsts, limits);
        CHECK(seen.payloads.size() == 1);
        CHECK(seen.coverage == counted(Blind::ip_fragments, 99));
    }
    const auto many = fragments_of(fragmented_packet(payload_of(1'000)), 8);
    const auto seen = decode_all(many, {.fragments_max = 50});
    CHECK(seen.payloads.empty());
    CHECK(seen.coverage == counted(Blind::ip_fragments, many.size()));
}

TEST_CASE("an identification that is used again makes another packet") {
    const auto one = fragments_of(fragmented_packet(payload_of(100)), 64);
    const auto other = fragments_of(fragmented_packet(Bytes(100, 'z')), 64);
    const auto seen = decode_all({one[0], one[1], other[0], other[1]});
    CHECK(seen.payloads == std::vector{payload_of(100), Bytes(100, 'z')});
    CHECK(seen.coverage == Coverage{});
}

TEST_CASE("fragments that contradict each other, or themselves, are counted") {
    const auto short_one = fragments_of(fragmented_packet(payload_of(44)), 40);  // ends at 64
    const auto long_one = fragments_of(fragmented_packet(payload_of(100)), 40);
    REQUIRE(short_one.size() == 2);
    const auto seen = decode_all({short_one[1], long_one[2]});
    CHECK(seen.coverage == counted(Blind::ip_fragments, 2));

    auto odd = long_one[0];
    odd[3] = 20 + 39;  // not a multiple of 8, and more to come
    CHECK(decode_all({odd}).coverage == counted(Blind::undecodable_frames, 1));
    auto beyond = long_one[2];
    beyond[6] = '\x1f';
    beyond[7] = '\xff';
    CHECK(decode_all({beyond}).coverage == counted(Blind::undecodable_frames, 1));
}

TEST_CASE("fragments that the snaplen cut give the payload up to the first cut") {
    const auto payload = payload_of(300);
    const auto seen = decode_all(fragments_of(fragmented_packet(payload), 160), {}, {}, 100);
    CHECK(seen.payloads == std::vector{payload.substr(0, 60)});
    CHECK(seen.cut == std::vector<std::uint32_t>{240});
    CHECK(seen.coverage == counted(Blind::snaplen_cuts, 1));
}

TEST_CASE("fragments of a tunnel's packets, and fragments inside them, are put together") {
    const auto payload = payload_of(500);
    for (const bool v6 : {false, true}) {
        const auto inner = fragments_of(fragmented_packet(payload, v6), 200);
        std::vector<Bytes> packets;
        for (const auto& fragment : inner) {
            const auto frame = test::ethernet(v6 ? 0x86dd : 0x0800, fragment);
            const auto tunnel = test::udp(4'789, test::hex("08000000 00000100") + frame);
            auto outer = test::fragments_v6(test::ipv6(17, tunnel), 96);
            for (auto& part : outer) part[40 + 7] = static_cast<char>(packets.size() / 16);
            for (auto& part : outer) packets.push_back(std::move(part));
            packets.resize((packets.size() + 15) / 16 * 16, test::ipv4(1, "ping"));
        }
        const auto seen = decode_all(packets);
        CHECK(seen.payloads == std::vector{payload});
        CHECK(seen.coverage[Blind::ip_fragments] == 0);
    }
}

TEST_CASE("times that run backwards or to the end of time are survived") {
    frames::Decoder decoder;
    const auto f = fragments_of(fragmented_packet(payload_of(100)), 40);
    const std::vector<Timestamp> times{Timestamp::max(), Timestamp::min(), Timestamp::max()};
    bool whole = false;
    for (std::size_t i = 0; i < 3; ++i) {
        auto packet = test::captured(f[i], raw_ip);
        packet.at = times[i];
        whole = decoder.decode(packet).has_value();
    }
    CHECK(whole);
}
