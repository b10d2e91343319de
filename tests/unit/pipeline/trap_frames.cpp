// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/pipeline/trap_frames.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace shadowdiff::test {
namespace {

constexpr std::size_t ethernet_bytes = 14;
constexpr std::size_t ipv4_bytes = 20;
constexpr std::size_t ipv6_bytes = 40;

std::uint32_t get16(const Bytes& from, std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(from[at]) << 8U |
                                      static_cast<unsigned char>(from[at + 1]));
}

void set16(Bytes& in, std::size_t at, std::uint32_t value) {
    in[at] = static_cast<char>(value >> 8 & 0xff);
    in[at + 1] = static_cast<char>(value & 0xff);
}

// Puts another value into a field that a checksum covers (RFC 1624, section 3).
void change16(Bytes& in, std::size_t at, std::size_t checksum_at, std::uint32_t value) {
    auto sum = (~get16(in, checksum_at) & 0xffff) + (~get16(in, at) & 0xffff) + value;
    while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
    set16(in, at, value);
    set16(in, checksum_at, ~sum & 0xffff);
}

void make_urgent(Bytes& frame, const TcpPacket& packet, const TrapOptions& options) {
    const auto ip = packet.source.address.is_v6 ? ipv6_bytes : ipv4_bytes;
    if (options.link != frames::LinkType::ethernet || !options.vlans.empty()) {
        throw std::invalid_argument{"trap: urgent data needs Ethernet"};
    }
    const auto tcp = ethernet_bytes + ip;
    change16(frame, tcp + 12, tcp + 16, get16(frame, tcp + 12) | 0x20U);
    change16(frame, tcp + 18, tcp + 16, 1);
}

Bytes fragment_v4(const Bytes& frame, std::size_t at, std::size_t size, bool is_last) {
    auto made = frame.substr(0, ethernet_bytes + ipv4_bytes);
    made += frame.substr(ethernet_bytes + ipv4_bytes + at, size);
    const auto ip = ethernet_bytes;
    change16(made, ip + 2, ip + 10, static_cast<std::uint32_t>(made.size() - ip));
    change16(made, ip + 6, ip + 10, static_cast<std::uint32_t>(at / 8) | (is_last ? 0 : 0x2000U));
    return made;
}

// With a fragment header (RFC 8200, section 4.5); its identification is the packet's number.
Bytes fragment_v6(const Bytes& frame, const TcpPacket& packet, std::size_t at, std::size_t size,
                  bool is_last) {
    auto made = frame.substr(0, ethernet_bytes + ipv6_bytes);
    made += Bytes("\x06\0\0\0\0\0\0\0", 8);
    set16(made, made.size() - 6, static_cast<std::uint32_t>(at) | (is_last ? 0 : 1U));
    set16(made, made.size() - 2, static_cast<std::uint32_t>(packet.number));
    made += frame.substr(ethernet_bytes + ipv6_bytes + at, size);
    made[ethernet_bytes + 6] = 44;
    set16(made, ethernet_bytes + 4,
          static_cast<std::uint32_t>(made.size() - ethernet_bytes - ipv6_bytes));
    return made;
}

std::vector<Bytes> fragments_of(const Bytes& frame, const TcpPacket& packet) {
    const bool is_v6 = packet.source.address.is_v6;
    const auto length = frame.size() - ethernet_bytes - (is_v6 ? ipv6_bytes : ipv4_bytes);
    std::vector<Bytes> fragments;
    for (std::size_t at = 0; at < length; at += packet.fragment_bytes) {
        const bool is_last = at + packet.fragment_bytes >= length;
        fragments.push_back(is_v6 ? fragment_v6(frame, packet, at, packet.fragment_bytes, is_last)
                                  : fragment_v4(frame, at, packet.fragment_bytes, is_last));
    }
    if (packet.fragment_lost != 0) {
        fragments.erase(fragments.begin() + static_cast<std::ptrdiff_t>(packet.fragment_lost - 1));
    }
    return fragments;
}

void add_frames(const TcpPacket& packet, const TrapOptions& options,
                std::vector<CapturedFrame>& to) {
    FrameOptions frame_options;
    frame_options.link = options.link;
    frame_options.vlans = options.vlans;
    const bool from_client = packet.source.address == options.tcp.client.address;
    if (from_client && options.client_vlan != 0) frame_options.vlans = {options.client_vlan};
    frame_options.tcp_options = options.tcp_options;
    frame_options.total_length_zero = !options.has_total_length;
    // The padding would be data of a packet that does not say how long it is.
    frame_options.pad_ethernet = options.has_total_length && packet.fragment_bytes == 0;
    frame_options.checksums_good = !packet.has_bad_checksum;
    auto frame = frame_of(packet, frame_options);
    if (packet.is_urgent) make_urgent(frame, packet, options);
    frame += options.trailer;

    auto whole = packet.fragment_bytes == 0 ? std::vector{frame} : fragments_of(frame, packet);
    for (auto& bytes : whole) {
        const auto length = static_cast<std::uint32_t>(bytes.size());
        auto captured = std::min<std::size_t>(length, options.snaplen);
        if (packet.captured_bytes) captured -= packet.payload.size() - *packet.captured_bytes;
        bytes.resize(captured);
        to.push_back({packet.at, std::move(bytes), length});
    }
}

}  // namespace

std::vector<CapturedFrame> trap_frames(const TrapCase& trap, const TcpOptions& tcp) {
    const auto& options = trap.options;
    auto packets = build_packets(trap.text, tcp);
    if (!options.one_side.empty()) {
        const auto& seen = options.one_side == "client" ? tcp.client.address : tcp.server.address;
        std::erase_if(packets, [&](const TcpPacket& one) { return one.source.address != seen; });
    }
    if (options.skew.count() != 0) {
        for (auto& packet : packets) {
            if (packet.source.address == tcp.server.address) packet.at += options.skew;
        }
        std::ranges::sort(packets, {},
                          [](const TcpPacket& one) { return std::pair{one.at, one.number}; });
    }
    std::vector<CapturedFrame> made;
    for (const auto& packet : packets) add_frames(packet, options, made);
    return made;
}

}  // namespace shadowdiff::test
