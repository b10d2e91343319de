// SPDX-License-Identifier: Apache-2.0
#include "frames/ether.hpp"

#include "tests/support/decode_one.hpp"
#include "tests/support/encapsulation.hpp"
#include "tests/unit/frames/packet_in.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using test::blame_for;
using test::ip_packet;

TEST_CASE("frames of other protocols are set aside, behind tags too") {
    const Bytes rest(46, '\0');
    for (const auto type :
         std::vector<std::uint16_t>{0x0806, 0x88cc, 0x0026, 0x0801, 0x8863, 0x88e5}) {
        CAPTURE(type);
        CHECK(blame_for(test::ethernet(type, rest)) == Blind::not_tcp_frames);
    }
    CHECK(blame_for(test::ethernet(0x8100, test::hex("000a 0806") + rest)) ==
          Blind::not_tcp_frames);
    CHECK(blame_for(test::ethernet(38, test::hex("424203") + rest)) == Blind::not_tcp_frames);
    CHECK(blame_for(test::ethernet(38, test::hex("aaaa03 00000c 2000") + rest)) ==
          Blind::not_tcp_frames);
}

TEST_CASE("tags and labels that end with the frame are malformed") {
    for (const auto* frame : {"8100", "8100 000a", "8100 000a 81", "8847", "8847 000101",
                              "8847 00010040", "8847 00010140", "8864 1100 0001 00", "88e7 0000"}) {
        CAPTURE(frame);
        CHECK(blame_for(test::hex("020000000002 020000000001") + test::hex(frame)) ==
              Blind::undecodable_frames);
    }
}

TEST_CASE("PPP that is compressed or encrypted is no other protocol: it cannot be read") {
    const auto with = [](std::string_view protocol) {
        return test::ethernet(0x8864,
                              test::hex("1100 0001 0064") + test::hex(protocol) + ip_packet());
    };
    for (const auto* protocol : {"002d", "002f", "003d", "0053", "00fd"}) {
        CAPTURE(protocol);
        CHECK(blame_for(with(protocol)) == Blind::undecodable_frames);
    }
    for (const auto* protocol : {"c021", "8021", "c223"}) {
        CAPTURE(protocol);
        CHECK(blame_for(with(protocol)) == Blind::not_tcp_frames);
    }
}

TEST_CASE("PPPoE's length takes trailers off, and its control frames are set aside") {
    auto frame = test::ethernet(0x8864, test::hex("1100 0001 002b 0021") + ip_packet() + "trailer");
    CHECK(test::decode_one(test::captured(frame)));
    frame[14 + 1] = 9;  // a code of discovery
    CHECK(blame_for(frame) == Blind::not_tcp_frames);
}

TEST_CASE("MPLS that carries neither IP nor Ethernet is set aside") {
    CHECK(blame_for(test::ethernet(0x8847, test::hex("00010140 10000000") + Bytes(40, '\x11'))) ==
          Blind::not_tcp_frames);
}

TEST_CASE("an Ethernet address in a pseudowire is not taken for an IP version") {
    for (const std::string start : {"45", "60", "00"}) {
        CAPTURE(start);
        auto inner = test::ethernet(0x0800, ip_packet());
        inner[0] = test::hex(start)[0];
        const auto frame = test::ethernet(0x8847, test::hex("00010140") + inner);
        CHECK(test::decode_one(test::captured(frame)));
    }
}
