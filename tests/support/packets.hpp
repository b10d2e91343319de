// SPDX-License-Identifier: Apache-2.0
// A conversation as text -> TCP packets, with what the network and the capture do to them as marks
// in the text:
//
//   # cut 5       the next turn is cut into segments of 5 bytes
//   # pause 300   300 ms pass before the next turn
//   # swap 2 3    packets 2 and 3 change places
//   # lose 4      packet 4 was not captured
//   # repeat 1    packet 1 comes a second time, right behind the first
//
// Packets are numbered from 1 as they were sent; the numbers stay with the packets, whatever other
// marks do. Everything is deterministic: addresses, ports, sequence numbers and times.
#pragma once

#include "base/bytes.hpp"
#include "frames/segment.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

/// 2021-01-07T06:13:20Z: when everything in our fixtures begins.
inline constexpr Timestamp packets_start{std::chrono::seconds{1'610'000'000}};

Endpoint endpoint_v4(std::uint8_t last_octet, std::uint16_t port);  // 10.0.0.x
Endpoint endpoint_v6(std::uint8_t last_octet, std::uint16_t port);  // fd00::x

struct TcpOptions {
    Endpoint client = endpoint_v4(1, 40'000);
    Endpoint server = endpoint_v4(2, 80);
    std::uint32_t client_isn = 1'000;  // the SYN's; the first byte has the next one
    std::uint32_t server_isn = 5'000;
    bool handshake = true;
    bool fins = true;
    std::size_t segment_bytes = 1'460;
    Timestamp start = packets_start;
    Duration step = std::chrono::milliseconds{1};  // between two packets
};

/// One TCP packet that owns its payload.
struct TcpPacket {
    std::size_t number = 0;  // as sent, from 1
    Timestamp at;
    Endpoint source;
    Endpoint destination;
    std::uint32_t sequence = 0;
    std::uint32_t acknowledgement = 0;
    frames::TcpFlags flags;
    Bytes payload;
    std::chrono::milliseconds pause_before{0};

    /// Borrows the payload.
    frames::Segment segment() const;
};

/// Handshake, data, FINs of both sides (the server's first where the server spoke last), as the
/// options say, with the marks of the text applied.
std::vector<TcpPacket> build_packets(std::string_view conversation, const TcpOptions& options = {});

}  // namespace shadowdiff::test
