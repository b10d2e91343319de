// SPDX-License-Identifier: Apache-2.0
// The Internet checksum (RFC 1071) of IPv4 headers and of TCP. One that offload has not filled in
// yet is no bad one: zero, or the sum over the pseudo header alone.
#pragma once

#include "base/bytes.hpp"
#include "base/endpoint.hpp"

#include <cstdint>
#include <cstring>

namespace shadowdiff::frames {

/// Words of 16 bits in this machine's order, not yet complemented: byte order does not matter to
/// it.
constexpr std::uint16_t folded(std::uint64_t sum) {
    sum = (sum & 0xffffffffU) + (sum >> 32U);
    sum = (sum & 0xffffU) + (sum >> 16U);
    sum = (sum & 0xffffU) + (sum >> 16U);
    sum = (sum & 0xffffU) + (sum >> 16U);
    return static_cast<std::uint16_t>(sum);
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
