// SPDX-License-Identifier: Apache-2.0
// Reads numbers in network byte order. The caller has checked that the octets are there.
#pragma once

#include "base/bytes.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>

namespace shadowdiff::frames {

inline std::uint8_t octet(ByteView bytes, std::size_t at) {
    assert(at < bytes.size());
    return static_cast<std::uint8_t>(bytes[at]);
}

inline std::uint16_t big16(ByteView bytes, std::size_t at) {
    return static_cast<std::uint16_t>(octet(bytes, at) << 8 | octet(bytes, at + 1));
}

inline std::uint32_t big32(ByteView bytes, std::size_t at) {
    return std::uint32_t{big16(bytes, at)} << 16 | big16(bytes, at + 2);
}

/// What radio headers use.
inline std::uint16_t little16(ByteView bytes, std::size_t at) {
    return static_cast<std::uint16_t>(octet(bytes, at) | octet(bytes, at + 1) << 8);
}

inline std::uint32_t little32(ByteView bytes, std::size_t at) {
    return little16(bytes, at) | std::uint32_t{little16(bytes, at + 2)} << 16;
}

}  // namespace shadowdiff::frames
