// SPDX-License-Identifier: Apache-2.0
#include "frames/decode.hpp"

#include "frames/ip.hpp"
#include "frames/link.hpp"
#include "frames/octets.hpp"

#include <expected>

namespace shadowdiff::frames {
namespace {

constexpr std::size_t tcp_header_min = 20;

// What cannot be read because the capture cut it is the snaplen's fault, not the frame's.
std::unexpected<Blind> blame(Blind blind, std::uint32_t bytes_cut) {
    const bool is_cut = blind == Blind::undecodable_frames && bytes_cut > 0;
    return std::unexpected{is_cut ? Blind::snaplen_cuts : blind};
}

std::expected<Segment, Blind> behind_tcp(const IpPayload& ip, Timestamp at) {
    const auto tcp = ip.bytes;
    if (tcp.size() < tcp_header_min) return std::unexpected{Blind::undecodable_frames};
    const std::size_t header = (octet(tcp, 12) >> 4) * std::size_t{4};
    if (header < tcp_header_min || header > tcp.size()) {
        return std::unexpected{Blind::undecodable_frames};
    }
    const auto flags = octet(tcp, 13);
    return Segment{.at = at,
                   .source = {ip.source, big16(tcp, 0)},
                   .destination = {ip.destination, big16(tcp, 2)},
                   .sequence = big32(tcp, 4),
                   .acknowledgement = big32(tcp, 8),
                   .flags = {.syn = (flags & 0x02U) != 0,
                             .ack = (flags & 0x10U) != 0,
                             .fin = (flags & 0x01U) != 0,
                             .rst = (flags & 0x04U) != 0},
                   .payload = tcp.substr(header),
                   .bytes_cut = ip.bytes_cut};
}

std::expected<Segment, Blind> decode_whole(const Packet& packet) {
    const auto captured = static_cast<std::uint32_t>(packet.bytes.size());
    const auto bytes_cut =
        packet.original_length > captured ? packet.original_length - captured : 0;
    const auto network = network_bytes(packet);
    if (!network) return blame(network.error(), bytes_cut);
    const auto ip = tcp_bytes(*network, bytes_cut);
    if (!ip) return blame(ip.error(), bytes_cut);
    const auto segment = behind_tcp(*ip, packet.at);
    if (!segment) return blame(segment.error(), bytes_cut);
    return segment;
}

}  // namespace

std::optional<Segment> Decoder::decode(const Packet& packet) {
    lost_.reset();
    const auto segment = decode_whole(packet);
    if (!segment) {
        lost_ = segment.error();
    } else if (segment->bytes_cut > 0) {
        lost_ = Blind::snaplen_cuts;
    }
    if (lost_) coverage_.add(*lost_);
    return segment ? std::optional{*segment} : std::nullopt;
}

bool is_known_link_type(std::uint16_t link_type) {
    switch (static_cast<LinkType>(link_type)) {
        case LinkType::bsd_null:
        case LinkType::ethernet:
        case LinkType::raw_bsd:
        case LinkType::raw_ip:
        case LinkType::bsd_loop:
        case LinkType::linux_cooked:
        case LinkType::ipv4:
        case LinkType::ipv6:
        case LinkType::linux_cooked_v2: return true;
    }
    return false;
}

}  // namespace shadowdiff::frames
