// SPDX-License-Identifier: Apache-2.0
// A conversation as text -> TCP packets, with what the network and the capture do to them as marks
// in the text. Packets are numbered from 1 as they were sent; the numbers stay with the packets.
// Everything is deterministic: addresses, ports, sequence numbers and times.
//
// Marks that stand where they happen ("side" is client or server):
//   # cut 5                the next turn is cut into segments of 5 bytes
//   # pause 300            300 ms pass before the next packet
//   # wrap [5]             the next turn's byte 5 (or its middle) has sequence number 0
//   # syn data [again]     the first turn is in the SYN; again: it is sent again behind the
//   handshake # syn ack data         the server's first turn is in the SYN-ACK # ack side [5]
//   acknowledges all that was sent, and 5 bytes more # fin side             ends the side's
//   direction; then no FINs are made at the end # reset side [5 [abc]] a RST, its number 5 beyond
//   the next one, with a payload; likewise # keepalive side [x]   one byte (0 or x) in front of the
//   next one # zero window probe    the next turn's first byte, alone; then the turn is sent in
//   whole # open                 this connection is not closed # connection           closes this
//   connection; what follows is on the next client port # reuse                what follows is on
//   the same endpoints; this connection was not closed
// Marks about packets, done in the order of the text:
//   # lose 4 [6]           packet 4 (to 6) was not captured
//   # swap 2 3             packets 2 and 3 change places
//   # repeat 1 [9]         packet 1 comes a second time, right behind the first (behind packet 9)
//   # move 4 9             packet 4 comes behind packet 9 (0: before all)
//   # reverse 4 9          the packets from 4 to 9 come in opposite order
//   # overlap 5 3          packet 5 comes again behind itself, with 3 bytes more in front
//   # overlap different 5 3  … and these 3 are other bytes than before
//   # merge 4 6            4 to 6, of one side, come again behind 6 as one packet
//   # split 4 3            packet 4 comes again behind itself as two, of which the first has 3
//   bytes # differ 4             packet 4 comes again behind itself with other bytes # differ
//   before 4      … in front of itself # snap 4 10            of packet 4's payload 10 bytes were
//   captured # bad checksum 4       its TCP checksum is wrong # fragment 4 16        it comes in IP
//   fragments of 16 bytes # ack first 4          its acknowledgement was captured in front of it #
//   acked 4              … behind it # ack less 4 3         it acknowledges 3 bytes less # urgent 4
//   it has the URG flag # stamp 4 -200         it is stamped 200 ms before the start of all
#pragma once

#include "base/bytes.hpp"
#include "frames/segment.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
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
    std::size_t cut_at = 0;  // of all turns' bytes: one more cut, 0 is none
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
    std::optional<std::chrono::milliseconds> stamp{};  // since the start, whatever else happened
    std::optional<std::size_t> captured_bytes{};       // of the payload
    std::size_t fragment_bytes = 0;                    // 0: not fragmented
    std::size_t fragment_lost = 0;                     // from 1; 0 is none
    bool has_bad_checksum = false;
    bool is_urgent = false;

    /// Borrows the payload.
    frames::Segment segment() const;
    /// The sequence number behind it.
    std::uint32_t end() const;
};

/// Handshake, data, FINs of both sides (the server's first where the server spoke last), as the
/// options say, with the marks of the text applied.
std::vector<TcpPacket> build_packets(std::string_view conversation, const TcpOptions& options = {});

}  // namespace shadowdiff::test
