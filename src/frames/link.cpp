// SPDX-License-Identifier: Apache-2.0
#include "frames/link.hpp"

#include "frames/ether.hpp"
#include "frames/octets.hpp"
#include "frames/packet.hpp"
#include "frames/wifi.hpp"

namespace shadowdiff::frames {
namespace {

Step skip(Frame& frame, std::size_t length, Layer next) {
    if (frame.bytes.size() < length) return cannot_decode;
    frame.bytes.remove_prefix(length);
    return next;
}

// The protocol of a cooked header is an EtherType, or a number of Linux's own for old 802.3.
Step behind_cooked(Frame& frame, std::size_t protocol_at, std::size_t length) {
    constexpr std::uint16_t llc_of_linux = 4;
    if (frame.bytes.size() < length) return cannot_decode;
    const auto protocol = big16(frame.bytes, protocol_at);
    frame.bytes.remove_prefix(length);
    if (protocol == llc_of_linux) return Layer::llc;
    return behind_ether_type(protocol, frame);
}

// The address family is a number of the machine that captured, in that machine's byte order.
Step behind_family(Frame& frame) {
    if (frame.bytes.size() < 4) return cannot_decode;
    const auto big = big32(frame.bytes, 0);
    const auto family = big > 0xffff ? big >> 24 : big;
    frame.bytes.remove_prefix(4);
    switch (family) {
        case 2:  // IPv4 everywhere
        case 10:
        case 24:
        case 28:
        case 30: return Layer::ip;  // IPv6: Linux, NetBSD, FreeBSD, macOS
        default: return not_tcp;
    }
}

// RFC 1201 with its three octets that number a packet's pieces, RFC 1051 without them. Pieces are
// not put together.
Step behind_arcnet(Frame& frame, std::size_t type_at) {
    constexpr std::uint8_t ip = 212;
    constexpr std::uint8_t ip_old = 240;
    constexpr std::uint8_t ipv6 = 196;
    constexpr std::uint8_t exception = 0xff;  // a padded packet: the header comes again
    if (frame.bytes.size() < type_at + 1) return cannot_decode;
    const auto type = octet(frame.bytes, type_at);
    if (type == ip_old) return skip(frame, type_at + 1, Layer::ip);
    if (type != ip && type != ipv6) return not_tcp;
    if (frame.bytes.size() < type_at + 4) return cannot_decode;
    auto flag = octet(frame.bytes, type_at + 1);
    frame.bytes.remove_prefix(type_at + 4);
    if (flag == exception) {
        if (frame.bytes.size() < 4) return cannot_decode;
        flag = octet(frame.bytes, 1);
        frame.bytes.remove_prefix(4);
    }
    if (flag != 0) return cannot_decode;
    return Layer::ip;
}

// Headers of Apple's packet tap and of PPI say their length and the link type behind them.
Step behind_tap(Frame& frame, std::size_t length, std::uint32_t inner) {
    const auto link = static_cast<LinkType>(inner);
    if (link == LinkType::apple_pktap || link == LinkType::ppi) return cannot_decode;
    if (inner > 0xffff || frame.bytes.size() < length) return cannot_decode;
    frame.bytes.remove_prefix(length);
    return behind_link(static_cast<std::uint16_t>(inner), frame);
}

Step behind_pktap(Frame& frame) {
    if (frame.bytes.size() < 12) return cannot_decode;
    return behind_tap(frame, little32(frame.bytes, 0), little32(frame.bytes, 8));
}

Step behind_ppi(Frame& frame) {
    if (frame.bytes.size() < 8) return cannot_decode;
    return behind_tap(frame, little16(frame.bytes, 2), little32(frame.bytes, 4));
}

}  // namespace

Step behind_link(std::uint16_t link_type, Frame& frame) {
    switch (static_cast<LinkType>(link_type)) {
        case LinkType::ethernet: return Layer::ethernet;
        case LinkType::linux_cooked: return behind_cooked(frame, 14, 16);
        case LinkType::linux_cooked_v2: return behind_cooked(frame, 0, 20);
        case LinkType::bsd_null:
        case LinkType::bsd_loop: return behind_family(frame);
        case LinkType::raw_bsd:
        case LinkType::raw_openbsd:
        case LinkType::raw_ip:
        case LinkType::ipv4:
        case LinkType::ipv6: return Layer::ip;
        case LinkType::arcnet: return behind_arcnet(frame, 2);
        case LinkType::arcnet_linux: return behind_arcnet(frame, 4);
        case LinkType::ppp: return Layer::ppp;
        case LinkType::ppp_hdlc:
        case LinkType::cisco_hdlc: return Layer::hdlc;
        case LinkType::pppoe: return Layer::pppoe;
        case LinkType::ppp_pppd: return skip(frame, 2, Layer::ppp);  // direction, control
        case LinkType::ppp_with_direction: return skip(frame, 1, Layer::ppp);
        case LinkType::mpls: return Layer::mpls;
        case LinkType::wifi: return Layer::wifi;
        case LinkType::radiotap: return behind_radiotap(frame);
        case LinkType::prism: return behind_prism(frame);
        case LinkType::avs: return behind_avs(frame);
        case LinkType::ppi: return behind_ppi(frame);
        case LinkType::apple_pktap: return behind_pktap(frame);
    }
    return std::unexpected{Blind::unknown_link_frames};
}

bool is_known_link_type(std::uint16_t link_type) {
    Frame nothing;
    const auto step = behind_link(link_type, nothing);
    return step || step.error() != Blind::unknown_link_frames;
}

}  // namespace shadowdiff::frames
