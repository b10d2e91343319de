// SPDX-License-Identifier: Apache-2.0
// Takes IPv4 (RFC 791) or IPv6 with its extension headers (RFC 8200) off a packet that holds TCP.
#pragma once

#include "base/bytes.hpp"
#include "base/coverage.hpp"
#include "base/endpoint.hpp"

#include <cstdint>
#include <expected>

namespace shadowdiff::frames {

struct IpPayload {
    IpAddress source;
    IpAddress destination;
    ByteView bytes;               // TCP header and payload, without what the link layer padded
    std::uint32_t bytes_cut = 0;  // of these, announced by IP and not captured
};

/// `bytes_cut`: how much shorter than the real packet `network` was captured. An error is
/// not_tcp_frames, undecodable_frames or ip_fragments.
std::expected<IpPayload, Blind> tcp_bytes(ByteView network, std::uint32_t bytes_cut);

}  // namespace shadowdiff::frames
