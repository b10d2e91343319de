// SPDX-License-Identifier: Apache-2.0
#include "frames/link.hpp"

#include "frames/octets.hpp"

namespace shadowdiff::frames {
namespace {

// Where the EtherType stands and where what it names begins.
struct EtherHeader {
    std::size_t type_at = 0;
    std::size_t length = 0;
};

constexpr EtherHeader ethernet_header{12, 14};
constexpr EtherHeader cooked_header{14, 16};
constexpr EtherHeader cooked_v2_header{0, 20};

bool is_vlan_tag(std::uint16_t ether_type) {
    // 802.1Q, 802.1ad, and what switches used for stacked tags before the latter
    return ether_type == 0x8100 || ether_type == 0x88a8 || ether_type == 0x9100;
}

std::expected<ByteView, Blind> behind(EtherHeader header, ByteView frame) {
    if (frame.size() < header.length) return std::unexpected{Blind::undecodable_frames};
    auto ether_type = big16(frame, header.type_at);
    frame.remove_prefix(header.length);
    while (is_vlan_tag(ether_type)) {
        if (frame.size() < 4) return std::unexpected{Blind::undecodable_frames};
        ether_type = big16(frame, 2);
        frame.remove_prefix(4);
    }
    if (ether_type != 0x0800 && ether_type != 0x86dd) return std::unexpected{Blind::not_tcp_frames};
    return frame;
}

// The address family is a number of the machine that captured, in that machine's byte order.
std::expected<ByteView, Blind> behind_family(ByteView frame) {
    if (frame.size() < 4) return std::unexpected{Blind::undecodable_frames};
    const auto big = big32(frame, 0);
    const auto family = big > 0xffff ? big >> 24 : big;
    frame.remove_prefix(4);
    switch (family) {
        case 2:  // IPv4 everywhere
        case 10:
        case 24:
        case 28:
        case 30: return frame;  // IPv6: Linux, NetBSD, FreeBSD, macOS
        default: return std::unexpected{Blind::not_tcp_frames};
    }
}

}  // namespace

std::expected<ByteView, Blind> network_bytes(const Packet& packet) {
    switch (static_cast<LinkType>(packet.link_type)) {
        case LinkType::ethernet: return behind(ethernet_header, packet.bytes);
        case LinkType::linux_cooked: return behind(cooked_header, packet.bytes);
        case LinkType::linux_cooked_v2: return behind(cooked_v2_header, packet.bytes);
        case LinkType::bsd_null:
        case LinkType::bsd_loop: return behind_family(packet.bytes);
        case LinkType::raw_bsd:
        case LinkType::raw_ip:
        case LinkType::ipv4:
        case LinkType::ipv6: return packet.bytes;
    }
    return std::unexpected{Blind::undecodable_frames};
}

}  // namespace shadowdiff::frames
