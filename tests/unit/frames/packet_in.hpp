// SPDX-License-Identifier: Apache-2.0
// One packet to put into frames, and what an undecodable frame is blamed on.
#pragma once

#include "tests/support/decode_one.hpp"
#include "tests/support/frame_builder.hpp"

#include <doctest/doctest.h>

#include <utility>

namespace shadowdiff::test {

inline TcpPacket packet_in(bool v6, Bytes payload) {
    TcpPacket packet;
    packet.number = 7;
    packet.source = v6 ? endpoint_v6(1, 40'000) : endpoint_v4(1, 40'000);
    packet.destination = v6 ? endpoint_v6(2, 80) : endpoint_v4(2, 80);
    packet.sequence = 0xfffffff0;
    packet.acknowledgement = 77;
    packet.flags = {.ack = true};
    packet.payload = std::move(payload);
    return packet;
}

/// An IP packet with a TCP segment in it.
inline Bytes ip_packet() {
    TcpPacket packet;
    packet.source = endpoint_v4(1, 40'000);
    packet.destination = endpoint_v4(2, 80);
    packet.payload = "x";
    return frame_of(packet, {.link = frames::LinkType::raw_ip});
}

inline Blind blame_for(const Bytes& frame, frames::LinkType link = frames::LinkType::ethernet) {
    const auto segment = decode_one(captured(frame, link));
    REQUIRE_FALSE(segment);
    return segment.error();
}

}  // namespace shadowdiff::test
