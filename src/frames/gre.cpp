// SPDX-License-Identifier: Apache-2.0
// GRE and what is told from its protocol type; EtherIP and L2TPv3, which stand beside it over IP.
#include "frames/ether.hpp"
#include "frames/octets.hpp"
#include "frames/tunnels.hpp"

#include <optional>

namespace shadowdiff::frames {
namespace {

enum Flag : std::uint16_t {
    checksum = 0x8000,
    with_routing = 0x4000,
    key = 0x2000,
    sequence = 0x1000,
    acknowledgement = 0x0080,  // of version 1
};

// RFC 1701: entries until one of length 0.
bool skip_routing(ByteView& rest) {
    while (true) {
        if (rest.size() < 4) return false;
        const auto family = big16(rest, 0);
        const std::size_t length = octet(rest, 3);
        if (rest.size() < 4 + length) return false;
        rest.remove_prefix(4 + length);
        if (family == 0 && length == 0) return true;
    }
}

// Type I has no header; type II has one of 8 octets and shows itself by GRE's sequence number.
Step behind_erspan(Frame& frame, bool has_sequence) {
    constexpr std::size_t header = 8;
    if (!has_sequence) return Layer::ethernet;
    if (frame.bytes.size() < header) return cannot_decode;
    frame.bytes.remove_prefix(header);
    return Layer::ethernet;
}

Step behind_erspan_iii(Frame& frame) {
    if (frame.bytes.size() < 12) return cannot_decode;
    const auto last = big16(frame.bytes, 10);
    const std::size_t header = (last & 1U) != 0 ? 20 : 12;  // with a platform's subheader
    if (frame.bytes.size() < header) return cannot_decode;
    frame.bytes.remove_prefix(header);
    const auto frame_type = last >> 10U & 0x1fU;
    switch (frame_type) {
        case 0: return Layer::ethernet;
        case 2: return Layer::ip;
        default: return not_tcp;
    }
}

// WCCP puts four octets of its own in front of IP, in its second version.
Step behind_wccp(Frame& frame) {
    if (looks_like_ip(frame)) return Layer::ip;
    if (frame.bytes.size() < 4) return cannot_decode;
    frame.bytes.remove_prefix(4);
    return Layer::ip;
}

Step behind_gre_type(std::uint16_t type, bool has_sequence, Frame& frame) {
    switch (type) {
        case 0x88be: return behind_erspan(frame, has_sequence);
        case 0x22eb: return behind_erspan_iii(frame);
        case 0x883e: return behind_wccp(frame);
        default: break;
    }
    if (type < 0x0600) return not_tcp;
    return behind_ether_type(type, frame);
}

Step behind_pptp(Frame& frame, std::uint16_t flags) {
    if (frame.bytes.size() < 8) return cannot_decode;
    const auto payload = big16(frame.bytes, 4);
    const bool is_ppp = big16(frame.bytes, 2) == 0x880b;
    if (!is_ppp || (flags & key) == 0 || (flags & sequence) == 0) return not_tcp;
    const std::size_t header = (flags & acknowledgement) != 0 ? 16 : 12;
    if (frame.bytes.size() < header) return cannot_decode;
    frame.bytes.remove_prefix(header);
    limit_to(frame, payload);
    return Layer::ppp;
}

// A PPP header as L2TPv3's default sublayer leaves it, or Cisco's HDLC.
std::optional<Layer> serial_line(ByteView bytes) {
    if (bytes.size() < 5) return std::nullopt;
    const auto start = big32(bytes, 0);
    if (start == 0xff030021 || start == 0xff030057) return Layer::ppp;
    if (start == 0x0f000800 || start == 0x0f0086dd) return Layer::hdlc;
    return std::nullopt;
}

}  // namespace

Step behind_gre(Frame& frame) {
    if (frame.bytes.size() < 4) return cannot_decode;
    const auto flags = big16(frame.bytes, 0);
    const auto type = big16(frame.bytes, 2);
    const auto version = flags & 0x0007U;
    if (version == 1) return behind_pptp(frame, flags);
    if (version != 0) return not_tcp;
    std::size_t header = 4;
    if ((flags & (checksum | with_routing)) != 0) header += 4;
    if ((flags & key) != 0) header += 4;
    if ((flags & sequence) != 0) header += 4;
    if (frame.bytes.size() < header) return cannot_decode;
    frame.bytes.remove_prefix(header);
    if ((flags & with_routing) != 0 && !skip_routing(frame.bytes)) return cannot_decode;
    return behind_gre_type(type, (flags & sequence) != 0, frame);
}

Step behind_ether_in_ip(Frame& frame) {
    if (frame.bytes.size() < 2) return cannot_decode;
    if (big16(frame.bytes, 0) != 0x3000) return not_tcp;
    frame.bytes.remove_prefix(2);
    return Layer::ethernet;
}

Step behind_l2tpv3_session(Frame& frame) {
    for (const std::size_t skipped : {0U, 4U, 8U, 12U}) {  // cookies of 0, 4, 8; a sublayer of 4
        if (frame.bytes.size() < skipped) return cannot_decode;
        auto inner = frame;
        inner.bytes.remove_prefix(skipped);
        auto next = serial_line(inner.bytes);
        if (!next && looks_like_ethernet(inner)) next = Layer::ethernet;
        if (!next && looks_like_ip(inner)) next = Layer::ip;
        if (!next) continue;
        frame = inner;
        return *next;
    }
    return nothing_known(frame);
}

Step behind_l2tpv3(Frame& frame) {
    if (frame.bytes.size() < 4) return cannot_decode;
    const bool is_control = big32(frame.bytes, 0) == 0;
    if (is_control) return not_tcp;
    frame.bytes.remove_prefix(4);
    return behind_l2tpv3_session(frame);
}

}  // namespace shadowdiff::frames
