// SPDX-License-Identifier: Apache-2.0
// TCP packets -> frames of every link layer that we decode.
#pragma once

#include "base/bytes.hpp"
#include "frames/packet.hpp"
#include "tests/support/packets.hpp"

#include <cstdint>
#include <vector>

namespace shadowdiff::test {

/// What stands around the TCP payload. IPv4 or IPv6 follows from the packet's addresses.
struct FrameOptions {
    frames::LinkType link = frames::LinkType::ethernet;
    std::vector<std::uint16_t> vlans{};     // outermost first; Ethernet and cooked only
    Bytes tcp_options{};                    // a multiple of 4 bytes
    Bytes ipv4_options{};                   // a multiple of 4 bytes
    bool pad_ethernet = true;               // to 60 bytes, as the wire does
    bool total_length_zero = false;         // as TSO super packets are seen by the sender's capture
    std::uint16_t ipv4_fragment_field = 0;  // more-fragments flag 0x2000 and offset
    struct Extension {                      // IPv6, in order
        std::uint8_t kind = 0;
        Bytes body{};  // without its first byte, the next header
    };
    std::vector<Extension> extensions{};
    bool checksums_good = true;
};

Bytes frame_of(const TcpPacket& packet, const FrameOptions& options = {});

/// As capture would hand it over; borrows `frame`.
frames::Packet captured(const Bytes& frame, frames::LinkType link = frames::LinkType::ethernet);

struct CapturedFrame {
    Timestamp at;
    Bytes bytes;
    std::uint32_t original_length = 0;
};

std::vector<CapturedFrame> capture_frames(const std::vector<TcpPacket>& packets,
                                          const FrameOptions& options = {},
                                          std::uint32_t snaplen = 262'144);
}  // namespace shadowdiff::test
