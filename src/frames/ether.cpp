// SPDX-License-Identifier: Apache-2.0
#include "frames/ether.hpp"

#include "frames/octets.hpp"

#include <optional>

namespace shadowdiff::frames {
namespace {

constexpr std::uint16_t type_min = 0x0600;  // smaller ones are a length (IEEE 802.3, 3.2.6)
constexpr std::size_t ethernet_header_bytes = 14;

// The octets between a tag's EtherType and the next one; 0 when the type is no tag.
std::size_t tag_length(std::uint16_t type) {
    switch (type) {
        case 0x8100:            // IEEE 802.1Q
        case 0x88a8:            // 802.1ad
        case 0x9100:            // what switches used for stacked tags before it
        case 0x9200: return 2;  // likewise
        case 0x8926: return 4;  // VN tag
        case 0x893f:            // 802.1BR E-tag
        case 0x8909: return 6;  // Cisco metadata
        default: return 0;
    }
}

std::optional<Layer> named_by(std::uint16_t type) {
    switch (type) {
        case 0x0800:
        case 0x86dd: return Layer::ip;
        case 0x6558: return Layer::ethernet;
        case 0x8847:
        case 0x8848: return Layer::mpls;
        case 0x8864: return Layer::pppoe;
        case 0x880b: return Layer::ppp;
        case 0x894f: return Layer::nsh;
        default: return std::nullopt;
    }
}

bool may_hold_ip(std::uint16_t type) { return named_by(type) || tag_length(type) != 0; }

// Of bytes that may be an Ethernet frame, with all of its header.
bool names_ip(ByteView bytes) { return named_by(big16(bytes, 12)) == Layer::ip; }

// The version behind the header is the one that the type names; nothing says so where it was cut.
bool holds_named_ip(ByteView bytes) {
    if (bytes.size() <= ethernet_header_bytes) return names_ip(bytes);
    const auto version = octet(bytes, ethernet_header_bytes) >> 4;
    return version == (big16(bytes, 12) == 0x0800 ? 4 : 6) && names_ip(bytes);
}

}  // namespace

Step behind_ether_type(std::uint16_t type, Frame& frame) {
    constexpr std::uint16_t backbone_tag = 0x88e7;  // 802.1ah: a whole frame follows
    auto& bytes = frame.bytes;
    while (const auto tag = tag_length(type)) {
        if (bytes.size() < tag + 2) return cannot_decode;
        type = big16(bytes, tag);
        bytes.remove_prefix(tag + 2);
    }
    if (type == backbone_tag) {
        if (bytes.size() < 4) return cannot_decode;
        bytes.remove_prefix(4);
        return Layer::ethernet;
    }
    if (type < type_min) {
        limit_to(frame, type);
        return Layer::llc;
    }
    const auto layer = named_by(type);
    return layer ? Step{*layer} : not_tcp;
}

Step behind_ethernet(Frame& frame) {
    if (frame.bytes.size() < ethernet_header_bytes) return cannot_decode;
    const auto type = big16(frame.bytes, 12);
    frame.bytes.remove_prefix(ethernet_header_bytes);
    return behind_ether_type(type, frame);
}

Step behind_llc(Frame& frame) {
    constexpr std::uint32_t snap = 0xaaaa03;
    constexpr std::uint32_t ip = 0x060603;
    if (frame.bytes.size() < 3) return cannot_decode;
    const auto header = std::uint32_t{big16(frame.bytes, 0)} << 8U | octet(frame.bytes, 2);
    if (header == ip) {
        frame.bytes.remove_prefix(3);
        return Layer::ip;
    }
    if (header != snap) return not_tcp;
    if (frame.bytes.size() < 8) return cannot_decode;
    const auto organisation = big32(frame.bytes, 2) & 0xffffffU;  // without the control octet
    const auto type = big16(frame.bytes, 6);
    frame.bytes.remove_prefix(8);
    const bool names_ether_type = organisation == 0 || organisation == 0xf8;  // 0xf8: 802.1H
    if (!names_ether_type || type < type_min) return not_tcp;
    return behind_ether_type(type, frame);
}

bool looks_like_ip(const Frame& frame) {
    const auto& bytes = frame.bytes;
    if (bytes.size() < 20) return false;
    const auto room = bytes.size() + frame.cut;
    switch (octet(bytes, 0) >> 4) {
        case 4: {
            const std::size_t header = (octet(bytes, 0) & 0x0fU) * 4;
            const std::size_t total = big16(bytes, 2);
            return header >= 20 && (total == 0 || (total >= header && total <= room));
        }
        case 6: return room >= 40 && big16(bytes, 4) <= room - 40;
        default: return false;
    }
}

bool looks_like_ethernet(const Frame& frame) {
    const auto& bytes = frame.bytes;
    if (bytes.size() < ethernet_header_bytes) return false;
    return may_hold_ip(big16(bytes, 12)) && (!names_ip(bytes) || holds_named_ip(bytes));
}

std::unexpected<Blind> nothing_known(const Frame& frame) {
    constexpr std::size_t enough_to_know = 32;  // cookie or control word, Ethernet, an IP version
    return frame.cut > 0 && frame.bytes.size() < enough_to_know ? cannot_decode : not_tcp;
}

// Nothing in the label stack names what it carries (RFC 4928): IP shows its version, Ethernet may
// have a control word in front, whose first four bits are 0.
Step behind_mpls(Frame& frame) {
    auto& bytes = frame.bytes;
    bool is_last = false;
    while (!is_last) {
        if (bytes.size() < 4) return cannot_decode;
        is_last = (octet(bytes, 2) & 1U) != 0;
        bytes.remove_prefix(4);
    }
    if (bytes.empty()) return cannot_decode;
    const bool is_surely_ethernet = bytes.size() > ethernet_header_bytes && holds_named_ip(bytes);
    if (looks_like_ip(frame) && !is_surely_ethernet) return Layer::ip;
    auto behind_control_word = frame;
    if (octet(bytes, 0) >> 4 == 0 && bytes.size() > 4) {
        behind_control_word.bytes.remove_prefix(4);
        if (looks_like_ethernet(behind_control_word)) {
            frame = behind_control_word;
            return Layer::ethernet;
        }
    }
    if (looks_like_ethernet(frame)) return Layer::ethernet;
    const auto nibble = octet(bytes, 0) >> 4;
    if (nibble == 4 || nibble == 6) return Layer::ip;  // cut or malformed, and named so there
    return nothing_known(frame);
}

Step behind_nsh(Frame& frame) {
    if (frame.bytes.size() < 8) return cannot_decode;
    const std::size_t length = (octet(frame.bytes, 1) & 0x3fU) * 4;
    const auto next = octet(frame.bytes, 3);
    if (length < 8 || frame.bytes.size() < length) return cannot_decode;
    frame.bytes.remove_prefix(length);
    switch (next) {
        case 1:
        case 2: return Layer::ip;
        case 3: return Layer::ethernet;
        case 4: return Layer::nsh;
        case 5: return Layer::mpls;
        default: return not_tcp;
    }
}

Step behind_pppoe(Frame& frame) {
    if (frame.bytes.size() < 6) return cannot_decode;
    const bool is_session_data = big16(frame.bytes, 0) == 0x1100;
    if (!is_session_data) return not_tcp;
    const auto length = big16(frame.bytes, 4);
    frame.bytes.remove_prefix(6);
    limit_to(frame, length);
    return Layer::ppp;
}

Step behind_ppp(Frame& frame) {
    auto& bytes = frame.bytes;
    if (bytes.starts_with(ByteView{"\xff\x03", 2})) bytes.remove_prefix(2);
    if (bytes.empty() || bytes == "\xff") return cannot_decode;
    const bool is_compressed = (octet(bytes, 0) & 1U) != 0;  // RFC 1661, section 6.5
    const std::size_t length = is_compressed ? 1 : 2;
    if (bytes.size() < length) return cannot_decode;
    const auto protocol = is_compressed ? octet(bytes, 0) : big16(bytes, 0);
    bytes.remove_prefix(length);
    switch (protocol) {
        case 0x21:
        case 0x57: return Layer::ip;
        case 0x281:
        case 0x283: return Layer::mpls;
        case 0x2d:  // Van Jacobson's compressed headers
        case 0x2f:
        case 0x3d:  // pieces of multilink
        case 0x53:  // encrypted
        case 0x55:
        case 0xfb:  // compressed
        case 0xfd: return cannot_decode;
        default: return not_tcp;
    }
}

Step behind_hdlc(Frame& frame) {
    if (frame.bytes.size() < 4) return cannot_decode;
    const auto address = octet(frame.bytes, 0);
    const bool is_ciscos = address == 0x0f || address == 0x8f;
    if (!is_ciscos) return Layer::ppp;
    const auto type = big16(frame.bytes, 2);
    frame.bytes.remove_prefix(4);
    if (type < type_min) return not_tcp;
    return behind_ether_type(type, frame);
}

}  // namespace shadowdiff::frames
