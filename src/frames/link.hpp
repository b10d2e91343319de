// SPDX-License-Identifier: Apache-2.0
// Takes the link layer off a frame: Ethernet with VLAN tags, Linux cooked, BSD loopback, raw IP.
#pragma once

#include "base/bytes.hpp"
#include "base/coverage.hpp"
#include "frames/packet.hpp"

#include <expected>

namespace shadowdiff::frames {

/// The frame from its IP header on (with any padding behind it), or why there is none:
/// not_tcp_frames or undecodable_frames.
std::expected<ByteView, Blind> network_bytes(const Packet& packet);

}  // namespace shadowdiff::frames
