// SPDX-License-Identifier: Apache-2.0
// Payload of one direction that came before the bytes in front of it.
#pragma once

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "reassembly/position.hpp"

#include <cstddef>
#include <cstdint>
#include <map>

namespace shadowdiff::reassembly {

struct HeldSegment {
    Bytes bytes;
    std::uint32_t bytes_cut = 0;  // that follow `bytes` and were not captured
    Timestamp at;
};

/// Never overlapping: what is held already wins over what comes later.
class HeldSegments {
public:
    /// Copies the parts of the payload that are not yet held. An empty payload is not kept: what
    /// was cut from it is a hole like any other.
    void insert(Position start, ByteView payload, std::uint32_t bytes_cut, Timestamp at);

    bool empty() const { return cost_ == 0; }
    Position start() const { return empty() ? no_position : segments_.begin()->first; }
    Position end() const;
    HeldSegment take_first();

    /// Bytes of memory, with what the bookkeeping of each segment takes.
    std::size_t cost() const { return cost_; }

private:
    using Segments = std::map<Position, HeldSegment>;

    void add(Segments::const_iterator before, Position start, HeldSegment segment);

    std::size_t cost_ = 0;
    Segments segments_;
};

}  // namespace shadowdiff::reassembly
