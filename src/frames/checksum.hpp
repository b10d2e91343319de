// SPDX-License-Identifier: Apache-2.0
// The Internet checksum (RFC 1071) of IPv4 headers and of TCP. One that offload has not filled in
// yet is no bad one: zero, or the sum over the pseudo header alone.
#pragma once

#include "base/bytes.hpp"
#include "base/endpoint.hpp"

#include <bit>
#include <cstdint>
#include <cstring>

namespace shadowdiff::frames {

/// Words of 16 bits in this machine's order, not yet complemented: byte order does not matter to
/// it.
constexpr std::uint16_t folded(std::uint64_t sum) {
    // The upper half gets the lower one, and what that carries, by one addition.
    sum += std::rotl(sum, 32);
    auto half = static_cast<std::uint32_t>(sum >> 32U);
    half += std::rotl(half, 16);
    return static_cast<std::uint16_t>(half >> 16U);
}

/// To be folded; an odd last byte counts as if a zero followed.
std::uint64_t sum_of(ByteView bytes);

/// At least 20 bytes, all of the header.
inline bool is_good_ipv4_header(ByteView header) {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at + 4 <= header.size(); at += 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, header.data() + at, sizeof word);
        sum += word;
    }
    const bool is_filled_in = header[10] != 0 || header[11] != 0;
    return folded(sum) == 0xffff || !is_filled_in;
}

/// `tcp`: the whole segment, header and payload.
bool is_good_tcp(const IpAddress& source, const IpAddress& destination, ByteView tcp);

}  // namespace shadowdiff::frames
