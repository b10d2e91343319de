// SPDX-License-Identifier: Apache-2.0
#include "frames/decode.hpp"

#include "frames/checksum.hpp"
#include "frames/ether.hpp"
#include "frames/ip.hpp"
#include "frames/octets.hpp"
#include "frames/tunnels.hpp"
#include "frames/wifi.hpp"

#include <cassert>
#include <cstring>

namespace shadowdiff::frames {
namespace {

constexpr std::size_t ethernet_header = 14;
constexpr std::size_t ipv4_header = 20;
constexpr std::size_t tcp_header_min = 20;

std::uint32_t bytes_cut(const Packet& packet) {
    const auto captured = static_cast<std::uint32_t>(packet.bytes.size());
    return packet.original_length > captured ? packet.original_length - captured : 0;
}

// Ethernet, IPv4 without options or fragments, TCP with a whole header: nearly every packet.
bool is_plain(const Packet& packet) {
    const auto bytes = packet.bytes;
    if (packet.link_type != static_cast<std::uint16_t>(LinkType::ethernet)) return false;
    if (bytes.size() < ethernet_header + ipv4_header + tcp_header_min) return false;
    const auto ip = bytes.substr(ethernet_header);
    constexpr std::uint16_t ipv4_type = 0x0800;
    constexpr std::uint8_t tcp = 6;
    return big16(bytes, 12) == ipv4_type && octet(ip, 0) == 0x45 && octet(ip, 9) == tcp &&
           (big16(ip, 6) & 0x3fffU) == 0 && big16(ip, 2) >= ipv4_header + tcp_header_min;
}

Step behind(Layer layer, Frame& frame) {
    switch (layer) {
        case Layer::ethernet: return behind_ethernet(frame);
        case Layer::llc: return behind_llc(frame);
        case Layer::mpls: return behind_mpls(frame);
        case Layer::pppoe: return behind_pppoe(frame);
        case Layer::ppp: return behind_ppp(frame);
        case Layer::hdlc: return behind_hdlc(frame);
        case Layer::nsh: return behind_nsh(frame);
        case Layer::wifi: return behind_wifi(frame);
        case Layer::ip: return behind_ip(frame);
        case Layer::gre: return behind_gre(frame);
        case Layer::ether_in_ip: return behind_ether_in_ip(frame);
        case Layer::l2tpv3: return behind_l2tpv3(frame);
        case Layer::udp: return behind_udp(frame);
        case Layer::ip_fragment:
        case Layer::tcp: break;
    }
    assert(false);
    return cannot_decode;
}

}  // namespace

Decoder::Decoder(const FrameOptions& options)
    : verify_checksums_{options.verify_checksums},
      nesting_max_{options.limits.nesting_max},
      fragments_{options.limits} {
    if (!options.ports.empty()) ports_.resize(1 << 16);
    for (const auto port : options.ports) ports_[port] = true;
}

std::optional<Segment> Decoder::decode(const Packet& packet) {
    std::optional<Segment> segment{std::in_place};
    segment->at = packet.at;
    const auto outcome =
        is_plain(packet) ? decode_plain(packet, *segment) : decode_layers(packet, *segment);
    lost_ = outcome.lost;
    if (lost_) coverage_.add(*lost_);
    if (!outcome.has_segment) segment.reset();
    return segment;
}

void Decoder::finish() {
    fragments_.finish();
    coverage_.add(Blind::ip_fragments, fragments_.take_given_up());
}

Decoder::Outcome Decoder::decode_plain(const Packet& packet, Segment& segment) {
    const auto ip = packet.bytes.substr(ethernet_header);
    std::memcpy(segment.source.address.octets.data(), ip.data() + 12, 4);
    std::memcpy(segment.destination.address.octets.data(), ip.data() + 16, 4);
    const std::size_t length = big16(ip, 2) - ipv4_header;
    const auto bytes = ip.substr(ipv4_header, length);
    return read_tcp({.bytes = bytes,
                     .cut = static_cast<std::uint32_t>(length - bytes.size()),
                     .checksum_is_bad = !is_good_ipv4_header(ip.substr(0, ipv4_header))},
                    bytes_cut(packet) > 0, segment);
}

Decoder::Outcome Decoder::decode_layers(const Packet& packet, Segment& segment) {
    Frame frame{.bytes = packet.bytes, .cut = bytes_cut(packet)};
    bool was_cut = frame.cut > 0;
    // What cannot be read because the capture cut it is the snaplen's fault, not the frame's.
    const auto lost = [&](Blind blind) {
        const bool blame_cut = blind == Blind::undecodable_frames && was_cut;
        return Outcome{.lost = blame_cut ? Blind::snaplen_cuts : blind};
    };
    auto next = behind_link(packet.link_type, frame);
    for (std::size_t depth = 0; depth < nesting_max_ && next && *next != Layer::tcp; ++depth) {
        if (*next != Layer::ip_fragment) {
            next = behind(*next, frame);
            continue;
        }
        const auto whole = assemble(frame, packet.at);
        if (whole && !*whole) return {};
        was_cut = frame.cut > 0;
        next = whole ? Step{**whole} : std::unexpected{whole.error()};
    }
    if (!next) return lost(next.error());
    if (*next != Layer::tcp) return lost(Blind::undecodable_frames);
    coverage_.add(Blind::undecodable_frames, frame.left_unread);
    segment.source.address = frame.source;
    segment.destination.address = frame.destination;
    return read_tcp({.bytes = frame.bytes,
                     .cut = frame.cut,
                     .checksum_is_bad = frame.checksum_is_bad,
                     .is_unverifiable = frame.is_unverifiable},
                    was_cut, segment);
}

// Nothing while other fragments are missing; else what the whole packet holds.
std::expected<std::optional<Layer>, Blind> Decoder::assemble(Frame& frame, Timestamp at) {
    const auto whole = fragments_.take(frame, at);
    coverage_.add(Blind::ip_fragments, fragments_.take_given_up());
    if (!whole) return std::unexpected{whole.error()};
    if (!*whole) return std::nullopt;
    frame.bytes = (*whole)->bytes;
    frame.cut = (*whole)->cut;
    const auto next = behind_protocol((*whole)->protocol, frame);
    if (!next) return std::unexpected{next.error()};
    return *next;
}

Decoder::Outcome Decoder::read_tcp(const Tcp& tcp, bool was_cut, Segment& segment) {
    const auto bytes = tcp.bytes;
    const Outcome malformed{.lost = was_cut ? Blind::snaplen_cuts : Blind::undecodable_frames};
    if (bytes.size() < tcp_header_min) return malformed;
    const std::size_t header = (octet(bytes, 12) >> 4) * std::size_t{4};
    if (header < tcp_header_min || header > bytes.size()) return malformed;
    segment.source.port = big16(bytes, 0);
    segment.destination.port = big16(bytes, 2);
    const bool is_wanted =
        ports_.empty() || ports_[segment.source.port] || ports_[segment.destination.port];
    if (!is_wanted) return {.lost = Blind::not_tcp_frames};

    const auto flags = octet(bytes, 13);
    segment.sequence = big32(bytes, 4);
    segment.acknowledgement = big32(bytes, 8);
    segment.flags = {.syn = (flags & 0x02U) != 0,
                     .ack = (flags & 0x10U) != 0,
                     .fin = (flags & 0x01U) != 0,
                     .rst = (flags & 0x04U) != 0};
    segment.payload = bytes.substr(header);
    segment.bytes_cut = tcp.cut;
    const bool is_bad = tcp.checksum_is_bad ||
                        (tcp.cut == 0 && !tcp.is_unverifiable &&
                         !is_good_tcp(segment.source.address, segment.destination.address, bytes));
    if (is_bad && verify_checksums_) return {.lost = Blind::bad_checksums};
    if (tcp.cut > 0) return {.has_segment = true, .lost = Blind::snaplen_cuts};
    return {.has_segment = true,
            .lost = is_bad ? std::optional{Blind::bad_checksums} : std::nullopt};
}

}  // namespace shadowdiff::frames
