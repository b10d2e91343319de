// SPDX-License-Identifier: Apache-2.0
#include "frames/ip.hpp"

#include "frames/checksum.hpp"
#include "frames/octets.hpp"

#include <algorithm>
#include <optional>

namespace shadowdiff::frames {
namespace {

constexpr std::size_t ipv6_header_length = 40;

// The kernel makes super packets of at most half a megabyte; a capture that claims more is broken.
constexpr std::size_t super_packet_bytes_max = 1 << 20;

enum ExtensionHeader : std::uint8_t {
    hop_by_hop = 0,
    routing = 43,
    fragment = 44,
    authentication = 51,
    destination_options = 60,
    mobility = 135,
    host_identity = 139,
    shim6 = 140,
};

bool is_extension(std::uint8_t header) {
    switch (header) {
        case hop_by_hop:
        case routing:
        case fragment:
        case authentication:
        case destination_options:
        case mobility:
        case host_identity:
        case shim6: return true;
        default: return false;
    }
}

std::optional<Layer> named_by(std::uint8_t protocol) {
    switch (protocol) {
        case 6: return Layer::tcp;
        case 17: return Layer::udp;
        case 4:
        case 41: return Layer::ip;
        case 47: return Layer::gre;
        case 97: return Layer::ether_in_ip;
        case 115: return Layer::l2tpv3;
        case 137: return Layer::mpls;
        case 143: return Layer::ethernet;
        default: return std::nullopt;
    }
}

IpAddress address_at(ByteView bytes, std::size_t at, std::size_t length) {
    IpAddress address;
    address.is_v6 = length == 16;
    std::ranges::copy(bytes.substr(at, length), address.octets.begin());
    return address;
}

// Cuts the packet to the length that IP announces. An announced length of 0 is a super packet of
// segmentation offload whose length does not fit the field: then it is as long as it was.
void set_length(Frame& frame, std::size_t announced) {
    frame.is_unverifiable = announced == 0;
    if (announced == 0) {
        announced = std::min(frame.bytes.size() + frame.cut, super_packet_bytes_max);
    }
    frame.bytes = frame.bytes.substr(0, announced);
    frame.cut = static_cast<std::uint32_t>(announced - frame.bytes.size());
}

Step behind_ipv4(Frame& frame) {
    const auto packet = frame.bytes;
    if (packet.size() < 20) return cannot_decode;
    const std::size_t header = (octet(packet, 0) & 0x0fU) * 4;
    const std::size_t total = big16(packet, 2);
    if (header < 20 || (total != 0 && total < header)) return cannot_decode;
    const auto protocol = octet(packet, 9);
    if (!named_by(protocol) && protocol != authentication) return not_tcp;
    if (packet.size() < header) return cannot_decode;

    frame.source = address_at(packet, 12, 4);
    frame.destination = address_at(packet, 16, 4);
    if (!is_good_ipv4_header(packet.substr(0, header))) frame.checksum_is_bad = true;
    set_length(frame, total);
    frame.bytes.remove_prefix(header);

    const auto place = big16(packet, 6);
    if ((place & 0x3fffU) == 0) return behind_protocol(protocol, frame);
    frame.fragment = {.id = big16(packet, 4),
                      .offset = (place & 0x1fffU) * 8,
                      .more = (place & 0x2000U) != 0,
                      .protocol = protocol};
    return Layer::ip_fragment;
}

std::size_t extension_length(std::uint8_t header, ByteView extension) {
    if (header == fragment) return 8;
    if (header == authentication) return (octet(extension, 1) + 2U) * 4;  // RFC 4302, section 2.2
    return (octet(extension, 1) + 1U) * 8;
}

Step behind_ipv6(Frame& frame) {
    const auto packet = frame.bytes;
    if (packet.size() < ipv6_header_length) return cannot_decode;
    frame.source = address_at(packet, 8, 16);
    frame.destination = address_at(packet, 24, 16);
    const std::size_t announced = big16(packet, 4);
    set_length(frame, announced == 0 ? 0 : announced + ipv6_header_length);
    if (frame.bytes.size() < ipv6_header_length) return cannot_decode;
    frame.bytes.remove_prefix(ipv6_header_length);
    return behind_protocol(octet(packet, 6), frame);
}

}  // namespace

Step behind_protocol(std::uint8_t protocol, Frame& frame) {
    auto& rest = frame.bytes;
    while (is_extension(protocol)) {
        if (rest.size() < 8) return cannot_decode;
        const auto next = octet(rest, 0);
        const auto place = big16(rest, 2);
        if (protocol == fragment && (place & 0xfff9U) != 0) {
            if (!named_by(next) && !is_extension(next)) return not_tcp;
            frame.fragment = {.id = big32(rest, 4),
                              .offset = place & 0xfff8U,
                              .more = (place & 1U) != 0,
                              .protocol = next};
            rest.remove_prefix(8);
            return Layer::ip_fragment;
        }
        // A route that is not finished, or a home address (RFC 6275), hides one of the addresses
        // that the TCP checksum covers.
        const bool is_finished = protocol == routing && octet(rest, 3) == 0;
        if (protocol == destination_options || (protocol == routing && !is_finished)) {
            frame.is_unverifiable = true;
        }
        const auto length = extension_length(protocol, rest);
        if (rest.size() < length) return cannot_decode;
        rest.remove_prefix(length);
        protocol = next;
    }
    const auto layer = named_by(protocol);
    return layer ? Step{*layer} : not_tcp;
}

Step behind_ip(Frame& frame) {
    if (frame.bytes.empty()) return cannot_decode;
    switch (octet(frame.bytes, 0) >> 4) {
        case 4: return behind_ipv4(frame);
        case 6: return behind_ipv6(frame);
        default: return cannot_decode;
    }
}

}  // namespace shadowdiff::frames
