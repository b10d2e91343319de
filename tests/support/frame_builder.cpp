// SPDX-License-Identifier: Apache-2.0
#include "tests/support/frame_builder.hpp"

#include <algorithm>

namespace shadowdiff::test {
namespace {

using frames::LinkType;

void put8(Bytes& to, std::uint32_t value) { to += static_cast<char>(value & 0xff); }

void put16(Bytes& to, std::uint32_t value) {
    put8(to, value >> 8);
    put8(to, value);
}

void put32(Bytes& to, std::uint32_t value) {
    put16(to, value >> 16);
    put16(to, value);
}

void put_address(Bytes& to, const IpAddress& address) {
    for (std::size_t i = 0; i < (address.is_v6 ? 16U : 4U); ++i) put8(to, address.octets[i]);
}

std::uint16_t checksum(const Bytes& bytes) {
    std::uint32_t sum = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto octet = static_cast<std::uint8_t>(bytes[i]);
        sum += i % 2 == 0 ? std::uint32_t{octet} << 8 : octet;
    }
    while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<std::uint16_t>(~sum);
}

void set16(Bytes& in, std::size_t at, std::uint32_t value) {
    in[at] = static_cast<char>(value >> 8 & 0xff);
    in[at + 1] = static_cast<char>(value & 0xff);
}

Bytes tcp_of(const TcpPacket& packet, const FrameOptions& options) {
    Bytes tcp;
    put16(tcp, packet.source.port);
    put16(tcp, packet.destination.port);
    put32(tcp, packet.sequence);
    put32(tcp, packet.acknowledgement);
    const auto words = 5 + static_cast<std::uint32_t>(options.tcp_options.size() / 4);
    put8(tcp, words << 4);
    const auto& flags = packet.flags;
    put8(tcp, (flags.fin ? 1U : 0) | (flags.syn ? 2U : 0) | (flags.rst ? 4U : 0) |
                  (packet.payload.empty() ? 0U : 8U) | (flags.ack ? 16U : 0));
    put16(tcp, 0xffff);  // window
    put32(tcp, 0);       // checksum, urgent pointer
    tcp += options.tcp_options;
    tcp += packet.payload;

    Bytes pseudo;
    put_address(pseudo, packet.source.address);
    put_address(pseudo, packet.destination.address);
    put32(pseudo, 6);
    put32(pseudo, static_cast<std::uint32_t>(tcp.size()));
    const std::uint32_t wrong = options.checksums_good ? 0 : 0x5555;
    set16(tcp, 16, checksum(pseudo + tcp) ^ wrong);
    return tcp;
}

Bytes ipv4_of(const TcpPacket& packet, const Bytes& tcp, const FrameOptions& options) {
    Bytes ip;
    const auto words = 5 + static_cast<std::uint32_t>(options.ipv4_options.size() / 4);
    put8(ip, 0x40 | words);
    put8(ip, 0);
    put16(ip, options.total_length_zero ? 0 : static_cast<std::uint32_t>(words * 4 + tcp.size()));
    put16(ip, static_cast<std::uint32_t>(packet.number));
    put16(ip, options.ipv4_fragment_field);
    put8(ip, 64);
    put8(ip, 6);
    put16(ip, 0);
    put_address(ip, packet.source.address);
    put_address(ip, packet.destination.address);
    ip += options.ipv4_options;
    set16(ip, 10, checksum(ip));
    return ip + tcp;
}

Bytes ipv6_of(const TcpPacket& packet, const Bytes& tcp, const FrameOptions& options) {
    Bytes chain;
    std::uint8_t first = 6;
    for (std::size_t i = 0; i < options.extensions.size(); ++i) {
        const bool last = i + 1 == options.extensions.size();
        if (i == 0) first = options.extensions[0].kind;
        put8(chain, last ? 6 : options.extensions[i + 1].kind);
        chain += options.extensions[i].body;
    }
    Bytes ip;
    put32(ip, 0x6000'0000);
    put16(ip,
          options.total_length_zero ? 0 : static_cast<std::uint32_t>(chain.size() + tcp.size()));
    put8(ip, first);
    put8(ip, 64);
    put_address(ip, packet.source.address);
    put_address(ip, packet.destination.address);
    return ip + chain + tcp;
}

void put_vlans(Bytes& to, const std::vector<std::uint16_t>& vlans, std::uint32_t ether_type) {
    for (std::size_t i = 0; i < vlans.size(); ++i) {
        put16(to, i + 1 < vlans.size() ? 0x88a8 : 0x8100);
        put16(to, vlans[i]);
    }
    put16(to, ether_type);
}

// The link layer's header, for one of the types that we decode.
Bytes link_header(const TcpPacket& packet, const FrameOptions& options) {
    const bool v6 = packet.source.address.is_v6;
    const std::uint32_t ether_type = v6 ? 0x86dd : 0x0800;
    Bytes header;
    switch (options.link) {
        case LinkType::ethernet:
            header = Bytes("\x02\0\0\0\0\x02\x02\0\0\0\0\x01", 12);
            put_vlans(header, options.vlans, ether_type);
            break;
        case LinkType::linux_cooked:
            header = Bytes("\0\0\0\x01\0\x06\x02\0\0\0\0\x01\0\0", 14);
            put_vlans(header, options.vlans, ether_type);
            break;
        case LinkType::linux_cooked_v2:
            put16(header, options.vlans.empty() ? ether_type : 0x8100);
            header += Bytes("\0\0\0\0\0\x02\0\x01\0\x06\x02\0\0\0\0\x01\0\0", 18);
            if (!options.vlans.empty()) {
                Bytes tags;
                put_vlans(tags, options.vlans, ether_type);
                header += tags.substr(2);
            }
            break;
        case LinkType::bsd_null:
            header = v6 ? Bytes("\x1e\0\0\0", 4) : Bytes("\x02\0\0\0", 4);
            break;
        case LinkType::bsd_loop:
            header = v6 ? Bytes("\0\0\0\x1e", 4) : Bytes("\0\0\0\x02", 4);
            break;
        default: break;  // raw IP; what else we decode is built around it
    }
    return header;
}

}  // namespace

Bytes frame_of(const TcpPacket& packet, const FrameOptions& options) {
    const auto tcp = tcp_of(packet, options);
    auto frame = link_header(packet, options);
    frame +=
        packet.source.address.is_v6 ? ipv6_of(packet, tcp, options) : ipv4_of(packet, tcp, options);
    const bool pads = options.link == LinkType::ethernet && options.pad_ethernet;
    if (pads && frame.size() < 60) frame.resize(60);
    return frame;
}

frames::Packet captured(const Bytes& frame, LinkType link) {
    return {.number = 1,
            .at = packets_start,
            .link_type = static_cast<std::uint16_t>(link),
            .original_length = static_cast<std::uint32_t>(frame.size()),
            .bytes = frame};
}

std::vector<CapturedFrame> capture_frames(const std::vector<TcpPacket>& packets,
                                          const FrameOptions& options, std::uint32_t snaplen) {
    std::vector<CapturedFrame> frames;
    for (const auto& packet : packets) {
        auto bytes = frame_of(packet, options);
        const auto length = static_cast<std::uint32_t>(bytes.size());
        bytes.resize(std::min(length, snaplen));
        frames.push_back({packet.at, std::move(bytes), length});
    }
    return frames;
}

}  // namespace shadowdiff::test
