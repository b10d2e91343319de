// SPDX-License-Identifier: Apache-2.0
// Sequence numbers without their wrap: 64 bits whose lower half is what stands on the wire.
#pragma once

#include <cstdint>

namespace shadowdiff::reassembly {

using Position = std::uint64_t;

/// Beyond every position that a connection reaches.
inline constexpr Position no_position = ~Position{0};

/// Signed distance on the circle of sequence numbers (RFC 9293, section 3.4).
constexpr std::int32_t distance(std::uint32_t from, std::uint32_t to) {
    return static_cast<std::int32_t>(to - from);
}

/// Where a stream begins: one lap above zero, so that what lies before it has a position too.
constexpr Position first_position(std::uint32_t sequence) { return (Position{1} << 32) + sequence; }

/// The position of `sequence` that is nearest to `near`.
constexpr Position position_of(std::uint32_t sequence, Position near) {
    return near + static_cast<Position>(
                      std::int64_t{distance(static_cast<std::uint32_t>(near), sequence)});
}

}  // namespace shadowdiff::reassembly
