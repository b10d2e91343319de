// SPDX-License-Identifier: Apache-2.0
#include "frames/link.hpp"

#include "tests/support/decode_one.hpp"
#include "tests/support/encapsulation.hpp"
#include "tests/unit/frames/packet_in.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using frames::LinkType;
using test::blame_for;
using test::packet_in;

TEST_CASE("the link types for one IP version decode that version") {
    const auto v4 = test::frame_of(packet_in(false, "x"), {.link = LinkType::ipv4});
    CHECK(test::decode_one(test::captured(v4, LinkType::ipv4)));
    const auto v6 = test::frame_of(packet_in(true, "x"), {.link = LinkType::ipv6});
    CHECK(test::decode_one(test::captured(v6, LinkType::ipv6)));
}

TEST_CASE("a BSD family is read in both byte orders and with every IPv6 number") {
    const auto ip = test::frame_of(packet_in(false, "x"), {.link = LinkType::raw_ip});
    for (const auto family :
         {"\x02\0\0\0", "\0\0\0\x02", "\x1e\0\0\0", "\0\0\0\x1c", "\x18\0\0\0", "\x0a\0\0\0"}) {
        const Bytes frame = Bytes(family, 4) + ip;
        CAPTURE(static_cast<int>(frame[0]));
        CAPTURE(static_cast<int>(frame[3]));
        CHECK(test::decode_one(test::captured(frame, LinkType::bsd_null)));
    }
    CHECK(blame_for(Bytes("\x07\0\0\0", 4) + ip, LinkType::bsd_null) == Blind::not_tcp_frames);
}

TEST_CASE("a link header that is not all there cannot be decoded") {
    const auto packet = packet_in(false, "hello");
    for (const auto link : {LinkType::ethernet, LinkType::linux_cooked, LinkType::linux_cooked_v2,
                            LinkType::bsd_null, LinkType::bsd_loop}) {
        const auto whole = test::frame_of(packet, {.link = link, .vlans = {5}});
        for (std::size_t length = 0; length < 4; ++length) {
            CAPTURE(static_cast<int>(link));
            CAPTURE(length);
            CHECK(blame_for(whole.substr(0, length), link) == Blind::undecodable_frames);
        }
    }
}

TEST_CASE("ARCNET packets in pieces are not put together") {
    const auto ip = test::frame_of(packet_in(false, "x"), {.link = LinkType::raw_ip});
    CHECK(blame_for(test::hex("0102 d4 01 0001") + ip, LinkType::arcnet) ==
          Blind::undecodable_frames);
    CHECK(test::decode_one(
        test::captured(test::hex("0102 d4 ff ffff d4 00 0001") + ip, LinkType::arcnet)));
    CHECK(blame_for(test::hex("0102 d5 00 0001") + ip, LinkType::arcnet) == Blind::not_tcp_frames);
}

TEST_CASE("a tap's header that claims more than there is, or a tap in a tap, cannot be decoded") {
    for (const auto* header : {"ff000000 01000000 01000000", "0c000000 01000000 02010000",
                               "0c000000 01000000 01000100"}) {
        CAPTURE(header);
        const auto frame = test::hex(header) + test::frame_of(packet_in(false, "x"));
        CHECK(blame_for(frame, LinkType::apple_pktap) == Blind::undecodable_frames);
    }
}

TEST_CASE("an unknown link type cannot be decoded, and says so beforehand") {
    const auto frame = test::frame_of(packet_in(false, "x"));
    auto packet = test::captured(frame);
    packet.link_type = 147;
    CHECK(test::decode_one(packet).error() == Blind::unknown_link_frames);
    CHECK_FALSE(frames::is_known_link_type(147));
    for (const auto known :
         std::vector<std::uint16_t>{0,   1,   7,   9,   12,  14,  50,  51,  101, 104, 105, 108, 113,
                                    119, 127, 129, 163, 166, 192, 204, 219, 228, 229, 258, 276}) {
        CAPTURE(known);
        CHECK(frames::is_known_link_type(known));
    }
}
