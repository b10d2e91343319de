// SPDX-License-Identifier: Apache-2.0
#include "frames/ip.hpp"

#include "frames/octets.hpp"

#include <algorithm>

namespace shadowdiff::frames {
namespace {

constexpr std::uint8_t tcp = 6;
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

IpAddress address_at(ByteView bytes, std::size_t at, std::size_t length) {
    IpAddress address;
    address.is_v6 = length == 16;
    std::ranges::copy(bytes.substr(at, length), address.octets.begin());
    return address;
}

// Cuts `packet` to the length that IP announces. An announced length of 0 is a super packet of
// segmentation offload whose length does not fit the field: then it is as long as it was.
void set_length(IpPayload& payload, ByteView packet, std::size_t announced, std::uint32_t cut) {
    if (announced == 0) announced = std::min(packet.size() + cut, super_packet_bytes_max);
    payload.bytes = packet.substr(0, announced);
    payload.bytes_cut = static_cast<std::uint32_t>(announced - payload.bytes.size());
}

std::expected<IpPayload, Blind> behind_ipv4(ByteView packet, std::uint32_t bytes_cut) {
    if (packet.size() < 20) return std::unexpected{Blind::undecodable_frames};
    const std::size_t header = (octet(packet, 0) & 0x0fU) * 4;
    const std::size_t total = big16(packet, 2);
    if (header < 20 || (total != 0 && total < header)) {
        return std::unexpected{Blind::undecodable_frames};
    }
    if (octet(packet, 9) != tcp) return std::unexpected{Blind::not_tcp_frames};
    const bool is_fragment = (big16(packet, 6) & 0x3fffU) != 0;  // more to come, or an offset
    if (is_fragment) return std::unexpected{Blind::ip_fragments};
    if (packet.size() < header) return std::unexpected{Blind::undecodable_frames};

    IpPayload payload{
        .source = address_at(packet, 12, 4), .destination = address_at(packet, 16, 4), .bytes = {}};
    set_length(payload, packet, total, bytes_cut);
    payload.bytes.remove_prefix(header);
    return payload;
}

std::size_t extension_length(std::uint8_t header, ByteView extension) {
    if (header == fragment) return 8;
    if (header == authentication) return (octet(extension, 1) + 2U) * 4;  // RFC 4302, section 2.2
    return (octet(extension, 1) + 1U) * 8;
}

// Takes the extension headers off; what is left begins with the TCP header.
std::expected<ByteView, Blind> behind_extensions(std::uint8_t header, ByteView rest) {
    while (is_extension(header)) {
        if (rest.size() < 8) return std::unexpected{Blind::undecodable_frames};
        const auto next = octet(rest, 0);
        if (header == fragment && (big16(rest, 2) & 0xfff9U) != 0) {
            const bool may_be_tcp = next == tcp || is_extension(next);
            return std::unexpected{may_be_tcp ? Blind::ip_fragments : Blind::not_tcp_frames};
        }
        const auto length = extension_length(header, rest);
        if (rest.size() < length) return std::unexpected{Blind::undecodable_frames};
        rest.remove_prefix(length);
        header = next;
    }
    if (header != tcp) return std::unexpected{Blind::not_tcp_frames};
    return rest;
}

std::expected<IpPayload, Blind> behind_ipv6(ByteView packet, std::uint32_t bytes_cut) {
    if (packet.size() < ipv6_header_length) return std::unexpected{Blind::undecodable_frames};
    IpPayload payload{.source = address_at(packet, 8, 16),
                      .destination = address_at(packet, 24, 16),
                      .bytes = {}};
    const std::size_t announced = big16(packet, 4);
    set_length(payload, packet, announced == 0 ? 0 : announced + ipv6_header_length, bytes_cut);
    payload.bytes.remove_prefix(ipv6_header_length);

    const auto rest = behind_extensions(octet(packet, 6), payload.bytes);
    if (!rest) return std::unexpected{rest.error()};
    payload.bytes = *rest;
    return payload;
}

}  // namespace

std::expected<IpPayload, Blind> tcp_bytes(ByteView network, std::uint32_t bytes_cut) {
    if (network.empty()) return std::unexpected{Blind::undecodable_frames};
    switch (octet(network, 0) >> 4) {
        case 4: return behind_ipv4(network, bytes_cut);
        case 6: return behind_ipv6(network, bytes_cut);
        default: return std::unexpected{Blind::undecodable_frames};
    }
}

}  // namespace shadowdiff::frames
