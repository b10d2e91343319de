// SPDX-License-Identifier: Apache-2.0
// Tunnels over UDP: a well-known port opens the question, the header's fixed parts answer it.
#include "frames/ether.hpp"
#include "frames/octets.hpp"
#include "frames/tunnels.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::frames {
namespace {

Step any_ip(Frame& frame) {
    if (frame.bytes.empty()) return cannot_decode;
    const auto start = octet(frame.bytes, 0);
    const bool is_ip = start >> 4 == 6 || (start >> 4 == 4 && (start & 0x0f) >= 5);
    return is_ip ? Step{Layer::ip} : not_tcp;
}

// RFC 7348, and the generic protocol extension with its next-protocol octet.
Step behind_vxlan(Frame& frame) {
    auto& bytes = frame.bytes;
    if (bytes.size() < 8) return cannot_decode;
    const auto flags = octet(bytes, 0);
    const bool has_network = (flags & 0x08U) != 0;
    const bool names_next = (flags & 0x04U) != 0;
    if (!has_network || (flags & 0x73U) != 0 || octet(bytes, 7) != 0) return not_tcp;
    const int next = names_next ? octet(bytes, 3) : 3;
    bytes.remove_prefix(8);
    switch (next) {
        case 1:
        case 2: return any_ip(frame);
        case 3: return Layer::ethernet;
        case 4: return Layer::nsh;
        case 5: return Layer::mpls;
        default: return not_tcp;
    }
}

// RFC 8926.
Step behind_geneve(Frame& frame) {
    auto& bytes = frame.bytes;
    if (bytes.size() < 8) return cannot_decode;
    const auto start = octet(bytes, 0);
    const std::size_t header = 8 + (start & 0x3fU) * std::size_t{4};
    const auto type = big16(bytes, 2);
    if (start >> 6 != 0 || octet(bytes, 7) != 0) return not_tcp;
    if (bytes.size() < header) return cannot_decode;
    bytes.remove_prefix(header);
    if (type < 0x0600) return not_tcp;
    return behind_ether_type(type, frame);
}

// RFC 2661, section 3.1; RFC 3931, section 4.1.2.1.
Step behind_l2tp(Frame& frame) {
    auto& bytes = frame.bytes;
    if (bytes.size() < 8) return cannot_decode;
    const auto flags = big16(bytes, 0);
    const bool is_control = (flags & 0x8000U) != 0;
    const auto version = flags & 0x000fU;
    if (is_control || (version != 2 && version != 3)) return not_tcp;
    if (version == 3) {
        if (flags != 3 || big32(bytes, 4) == 0) return not_tcp;
        bytes.remove_prefix(8);
        return behind_l2tpv3_session(frame);
    }
    if ((flags & 0x34f0U) != 0) return not_tcp;  // reserved bits
    std::size_t header = 6;
    if ((flags & 0x4000U) != 0) {
        limit_to(frame, big16(bytes, 2));
        header += 2;
    }
    if ((flags & 0x0800U) != 0) header += 4;
    const bool has_offset = (flags & 0x0200U) != 0;
    if (bytes.size() < header + (has_offset ? 2 : 0)) return cannot_decode;
    if (has_offset) header += 2 + std::size_t{big16(bytes, header)};
    if (bytes.size() < header) return cannot_decode;
    bytes.remove_prefix(header);
    return Layer::ppp;
}

// 3GPP TS 29.281, section 5.
Step behind_gtp(Frame& frame) {
    auto& bytes = frame.bytes;
    if (bytes.size() < 8) return cannot_decode;
    const auto flags = octet(bytes, 0);
    const bool is_user_data = flags >> 4 == 3 && octet(bytes, 1) == 0xff;
    if (!is_user_data) return not_tcp;
    const auto length = big16(bytes, 2);
    bytes.remove_prefix(8);
    limit_to(frame, length);
    if ((flags & 0x07U) == 0) return any_ip(frame);
    if (bytes.size() < 4) return cannot_decode;
    auto next_extension = (flags & 0x04U) != 0 ? octet(bytes, 3) : 0;
    bytes.remove_prefix(4);
    while (next_extension != 0) {
        const std::size_t extension = bytes.empty() ? 0 : octet(bytes, 0) * std::size_t{4};
        if (extension == 0 || bytes.size() < extension) return cannot_decode;
        next_extension = octet(bytes, extension - 1);
        bytes.remove_prefix(extension);
    }
    return any_ip(frame);
}

// RFC 4380, section 5.1.1: authentication and origin may stand in front of IPv6.
Step behind_teredo(Frame& frame) {
    auto& bytes = frame.bytes;
    if (bytes.size() < 4) return cannot_decode;
    if (big16(bytes, 0) == 1) {
        const std::size_t header = 13U + octet(bytes, 2) + octet(bytes, 3);
        if (bytes.size() < header + 4) return cannot_decode;
        bytes.remove_prefix(header);
    }
    if (big16(bytes, 0) == 0) {
        if (bytes.size() < 9) return cannot_decode;
        bytes.remove_prefix(8);
    }
    return octet(bytes, 0) >> 4 == 6 ? Step{Layer::ip} : not_tcp;
}

Step behind_gre_in_udp(Frame& frame) {
    if (frame.bytes.size() < 4) return cannot_decode;
    const bool is_plausible = (big16(frame.bytes, 0) & 0x4fffU) == 0;  // RFC 8086, section 3
    return is_plausible ? Step{Layer::gre} : not_tcp;
}

// AYIYA: lengths of identity and signature in powers of two and in words.
Step behind_ayiya(Frame& frame) {
    auto& bytes = frame.bytes;
    if (bytes.size() < 8) return cannot_decode;
    constexpr int forward = 1;
    const std::size_t identity = std::size_t{1} << (octet(bytes, 0) >> 4);
    const std::size_t signature = (octet(bytes, 1) >> 4) * std::size_t{4};
    const auto next = octet(bytes, 3);
    const auto header = 8 + identity + signature;
    if ((octet(bytes, 2) & 0x0f) != forward || (next != 4 && next != 41)) return not_tcp;
    if (bytes.size() < header) return cannot_decode;
    bytes.remove_prefix(header);
    return any_ip(frame);
}

// What sniffing access points and routers send: tagged fields, then the frame.
Step behind_tzsp(Frame& frame) {
    auto& bytes = frame.bytes;
    if (bytes.size() < 5) return cannot_decode;
    const auto encapsulated = big16(bytes, 2);
    const bool is_received_frame = big16(bytes, 0) == 0x0100;
    if (!is_received_frame || (encapsulated != 1 && encapsulated != 18)) return not_tcp;
    bytes.remove_prefix(4);
    while (!bytes.empty()) {
        const auto tag = octet(bytes, 0);
        const bool has_length = tag > 1;
        if (has_length && bytes.size() < 2) return cannot_decode;
        const std::size_t field = has_length ? 2U + octet(bytes, 1) : 1U;
        if (bytes.size() < field) return cannot_decode;
        bytes.remove_prefix(field);
        if (tag == 1) return encapsulated == 1 ? Layer::ethernet : Layer::wifi;
    }
    return cannot_decode;
}

struct Tunnel {
    std::uint16_t port;
    Step (*behind)(Frame&);
};

constexpr std::array tunnels = std::to_array<Tunnel>({
    {1'701, behind_l2tp},
    {2'152, behind_gtp},
    {3'544, behind_teredo},
    {4'754, behind_gre_in_udp},
    {4'789, behind_vxlan},
    {4'790, behind_vxlan},
    {5'072, behind_ayiya},
    {6'081, behind_geneve},
    {6'635, behind_mpls},
    {8'472, behind_vxlan},   // Linux before the port was assigned
    {10'800, behind_vxlan},  // Azure's gateway load balancer, inside
    {10'801, behind_vxlan},  // and outside
    {37'008, behind_tzsp},
});

constexpr auto ports = [] {
    std::array<std::uint16_t, tunnels.size()> all{};
    std::ranges::transform(tunnels, all.begin(), &Tunnel::port);
    return all;
}();

}  // namespace

Step behind_udp(Frame& frame) {
    if (frame.bytes.size() < 8) return cannot_decode;
    const auto source = big16(frame.bytes, 0);
    const auto destination = big16(frame.bytes, 2);
    const std::size_t length = big16(frame.bytes, 4);
    frame.bytes.remove_prefix(8);
    if (length >= 8) limit_to(frame, length - 8);  // 0: longer than the field can say
    for (const auto& tunnel : tunnels) {
        if (tunnel.port != source && tunnel.port != destination) continue;
        auto inner = frame;
        const auto next = tunnel.behind(inner);
        const bool is_cut = !next && next.error() == Blind::undecodable_frames && frame.cut > 0;
        if (is_cut) return next;
        if (!next) continue;
        frame = inner;
        return next;
    }
    return not_tcp;
}

std::span<const std::uint16_t> tunnel_ports() { return ports; }

bool is_tunnel_port(std::uint16_t port) { return std::ranges::binary_search(ports, port); }

}  // namespace shadowdiff::frames
