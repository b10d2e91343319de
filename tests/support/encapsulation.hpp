// SPDX-License-Identifier: Apache-2.0
// One TCP packet inside every link layer, tag and tunnel that we decode, and mixtures of them.
#pragma once

#include "base/bytes.hpp"
#include "frames/packet.hpp"
#include "tests/support/frame_builder.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

/// Octets from hexadecimal digits; spaces do not count.
Bytes hex(std::string_view digits);

/// In network order.
Bytes number16(std::size_t value);

/// What stands around; each gives the whole, `inner` included. Outer addresses are 192.0.2.1 and .2
/// or 2001:db8::1 and ::2, so that nobody takes them for the packet's own.
Bytes ethernet(std::uint16_t type, const Bytes& inner);
Bytes ipv4(std::uint8_t protocol, const Bytes& inner);
Bytes ipv6(std::uint8_t next_header, const Bytes& inner);
Bytes udp(std::uint16_t destination_port, const Bytes& inner);

/// An IP packet as fragments with at most `bytes` of payload each, a multiple of 8.
std::vector<Bytes> fragments_v4(const Bytes& packet, std::size_t bytes);
std::vector<Bytes> fragments_v6(const Bytes& packet, std::size_t bytes);

struct Encapsulated {
    std::string name;
    frames::LinkType link = frames::LinkType::ethernet;
    Bytes frame;
};

std::vector<Encapsulated> every_encapsulation(const TcpPacket& packet);

/// The tunnels among them: around an IP packet, or around it in Ethernet.
std::vector<Encapsulated> every_tunnel(const Bytes& ip, const Bytes& frame, bool v6);

}  // namespace shadowdiff::test
