// SPDX-License-Identifier: Apache-2.0
// Packet -> TCP segment: link layer, VLAN tags, IPv4 or IPv6 with extension headers, TCP.
// Pure: nothing is kept between two calls.
#pragma once

#include "base/coverage.hpp"
#include "frames/packet.hpp"
#include "frames/segment.hpp"

#include <expected>

namespace shadowdiff::frames {

/// The segment, or why there is none: not_tcp_frames, undecodable_frames, snaplen_cuts (a header
/// was cut) or ip_fragments. A segment whose payload alone was cut is returned with bytes_cut set.
std::expected<Segment, Blind> decode(const Packet& packet);

/// True when `decode` knows the link layer at all; capture refuses a source where it does not.
bool is_known_link_type(std::uint16_t link_type);

}  // namespace shadowdiff::frames
