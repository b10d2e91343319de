// SPDX-License-Identifier: Apache-2.0
#include "frames/tunnels.hpp"
#include "tests/support/decode_one.hpp"
#include "tests/support/encapsulation.hpp"
#include "tests/unit/frames/packet_in.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace shadowdiff;
using test::ip_packet;

namespace {

Blind blame_for_datagram(const Bytes& datagram) {
    return test::blame_for(test::ethernet(0x0800, datagram));
}

}  // namespace

TEST_CASE("a tunnel's port may be on either side") {
    const auto inner = test::hex("08000000 00000100") + test::ethernet(0x0800, ip_packet());
    auto datagram = test::udp(4'789, inner);
    std::swap_ranges(datagram.begin(), datagram.begin() + 2, datagram.begin() + 2);
    CHECK(test::decode_one(test::captured(test::ethernet(0x0800, test::ipv4(17, datagram)))));
}

TEST_CASE("UDP on a tunnel's port that holds something else is set aside") {
    for (const auto port : frames::tunnel_ports()) {
        for (const auto& payload :
             {Bytes{}, Bytes(1, '\0'), Bytes(100, '\xff'), Bytes(100, '\x80'),
              test::hex("80010000") + Bytes(60, 'q'), Bytes("GET / HTTP/1.1\r\n")}) {
            CAPTURE(port);
            CAPTURE(payload.size());
            CHECK(blame_for_datagram(test::ipv4(17, test::udp(port, payload))) ==
                  Blind::not_tcp_frames);
        }
    }
}

TEST_CASE("UDP on other ports is set aside, whatever it holds") {
    const auto inner = test::hex("08000000 00000100") + test::ethernet(0x0800, ip_packet());
    CHECK(blame_for_datagram(test::ipv4(17, test::udp(53, inner))) == Blind::not_tcp_frames);
    CHECK(frames::is_tunnel_port(4'789));
    CHECK_FALSE(frames::is_tunnel_port(53));
    CHECK(std::ranges::is_sorted(frames::tunnel_ports()));
}

TEST_CASE("control messages of tunnels are set aside") {
    const auto rest = ip_packet();
    CHECK(blame_for_datagram(test::ipv4(17, test::udp(1'701, test::hex("c802 0014 0001 0000") +
                                                                 rest))) == Blind::not_tcp_frames);
    CHECK(blame_for_datagram(test::ipv4(17, test::udp(2'152, test::hex("3001 0004 00000001") +
                                                                 rest))) == Blind::not_tcp_frames);
    CHECK(blame_for_datagram(test::ipv4(115, test::hex("00000000") + rest)) ==
          Blind::not_tcp_frames);
    CHECK(blame_for_datagram(test::ipv4(47, test::hex("0000 0000"))) == Blind::not_tcp_frames);
    CHECK(blame_for_datagram(test::ipv4(47, test::hex("2081 880b 0000 0001 00000001"))) ==
          Blind::not_tcp_frames);
}

TEST_CASE("a GRE route without an end is malformed") {
    CHECK(blame_for_datagram(test::ipv4(47, test::hex("4000 0800 00000000 0002 0004 c0000203"))) ==
          Blind::undecodable_frames);
}
