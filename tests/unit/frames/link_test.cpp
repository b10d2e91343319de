// SPDX-License-Identifier: Apache-2.0
#include "frames/link.hpp"

#include "tests/support/decode_one.hpp"
#include "tests/support/frame_builder.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using frames::LinkType;

namespace {

test::TcpPacket packet_with(Bytes payload, bool v6 = false) {
    test::TcpPacket packet;
    packet.number = 7;
    packet.source = v6 ? test::endpoint_v6(1, 40'000) : test::endpoint_v4(1, 40'000);
    packet.destination = v6 ? test::endpoint_v6(2, 80) : test::endpoint_v4(2, 80);
    packet.sequence = 0xfffffff0;
    packet.acknowledgement = 77;
    packet.flags = {.ack = true};
    packet.payload = std::move(payload);
    return packet;
}

frames::Packet packet_of(LinkType link, ByteView bytes) {
    return {.number = 1,
            .at = test::packets_start,
            .link_type = static_cast<std::uint16_t>(link),
            .original_length = static_cast<std::uint32_t>(bytes.size()),
            .bytes = bytes};
}

}  // namespace

TEST_CASE("the same segment comes out of every link layer") {
    struct Row {
        std::string name;
        LinkType link;
        std::vector<std::uint16_t> vlans;
    };
    const std::vector<Row> rows{
        {"Ethernet", LinkType::ethernet, {}},
        {"Ethernet with a VLAN tag", LinkType::ethernet, {10}},
        {"Ethernet with stacked tags", LinkType::ethernet, {100, 10}},
        {"Ethernet with three tags", LinkType::ethernet, {1, 2, 3}},
        {"Linux cooked", LinkType::linux_cooked, {}},
        {"Linux cooked with a VLAN tag", LinkType::linux_cooked, {10}},
        {"Linux cooked v2", LinkType::linux_cooked_v2, {}},
        {"Linux cooked v2 with a VLAN tag", LinkType::linux_cooked_v2, {10}},
        {"BSD null", LinkType::bsd_null, {}},
        {"BSD loop", LinkType::bsd_loop, {}},
        {"raw", LinkType::raw_ip, {}},
        {"raw as BSD numbers it", LinkType::raw_bsd, {}},
    };
    for (const bool v6 : {false, true}) {
        for (const auto& row : rows) {
            CAPTURE(v6);
            CAPTURE(row.name);
            const auto packet = packet_with("hello", v6);
            const auto frame = test::frame_of(packet, {.link = row.link, .vlans = row.vlans});
            const auto segment = test::decode_one(test::captured(frame, row.link));
            REQUIRE(segment);
            CHECK(segment->source == packet.source);
            CHECK(segment->destination == packet.destination);
            CHECK(segment->sequence == 0xfffffff0);
            CHECK(segment->acknowledgement == 77);
            CHECK(segment->flags == packet.flags);
            CHECK(segment->payload == "hello");
            CHECK(segment->bytes_cut == 0);
            CHECK(segment->at == test::packets_start);
        }
    }
}

TEST_CASE("the link types for one IP version decode that version") {
    const auto v4 = test::frame_of(packet_with("x"), {.link = LinkType::ipv4});
    CHECK(test::decode_one(test::captured(v4, LinkType::ipv4)));
    const auto v6 = test::frame_of(packet_with("x", true), {.link = LinkType::ipv6});
    CHECK(test::decode_one(test::captured(v6, LinkType::ipv6)));
}

TEST_CASE("a BSD family is read in both byte orders and with every IPv6 number") {
    for (const auto family :
         {"\x02\0\0\0", "\0\0\0\x02", "\x1e\0\0\0", "\0\0\0\x1c", "\x18\0\0\0", "\x0a\0\0\0"}) {
        const Bytes frame = Bytes(family, 4) + "E";
        CAPTURE(static_cast<int>(frame[0]));
        CAPTURE(static_cast<int>(frame[3]));
        CHECK(frames::network_bytes(packet_of(LinkType::bsd_null, frame)) == ByteView{"E"});
    }
    const Bytes iso{"\x07\0\0\0E", 5};
    CHECK(frames::network_bytes(packet_of(LinkType::bsd_null, iso)) ==
          std::unexpected{Blind::not_tcp_frames});
}

TEST_CASE("frames of other protocols are set aside") {
    const Bytes addresses(12, '\x02');
    for (const auto ether_type : {"\x08\x06", "\x88\xcc", "\x00\x26", "\x08\x01"}) {
        const auto frame = addresses + Bytes(ether_type, 2) + Bytes(46, '\0');
        CHECK(frames::network_bytes(packet_of(LinkType::ethernet, frame)) ==
              std::unexpected{Blind::not_tcp_frames});
    }
    const auto tagged_arp = addresses + Bytes("\x81\0\0\x0a\x08\x06", 6);
    CHECK(frames::network_bytes(packet_of(LinkType::ethernet, tagged_arp)) ==
          std::unexpected{Blind::not_tcp_frames});
}

TEST_CASE("a link header that is not all there cannot be decoded") {
    const auto packet = packet_with("hello");
    for (const auto link : {LinkType::ethernet, LinkType::linux_cooked, LinkType::linux_cooked_v2,
                            LinkType::bsd_null, LinkType::bsd_loop}) {
        const auto whole = test::frame_of(packet, {.link = link, .vlans = {5}});
        for (std::size_t length = 0; length < 4; ++length) {
            CAPTURE(static_cast<int>(link));
            CAPTURE(length);
            CHECK(frames::network_bytes(packet_of(link, ByteView{whole}.substr(0, length))) ==
                  std::unexpected{Blind::undecodable_frames});
        }
    }
    const auto tagged = test::frame_of(packet, {.vlans = {5}});
    for (const std::size_t length : {14U, 15U, 17U}) {
        CHECK(frames::network_bytes(
                  packet_of(LinkType::ethernet, ByteView{tagged}.substr(0, length))) ==
              std::unexpected{Blind::undecodable_frames});
    }
}

TEST_CASE("an unknown link type cannot be decoded, and says so beforehand") {
    const auto frame = test::frame_of(packet_with("x"));
    auto packet = test::captured(frame);
    packet.link_type = 147;
    CHECK(test::decode_one(packet).error() == Blind::undecodable_frames);
    CHECK_FALSE(frames::is_known_link_type(147));
    for (const auto known : std::vector<std::uint16_t>{0, 1, 12, 101, 108, 113, 228, 229, 276}) {
        CAPTURE(known);
        CHECK(frames::is_known_link_type(known));
    }
}
