// SPDX-License-Identifier: Apache-2.0
// One frame decoded by itself, with a decoder that knows of no other.
#pragma once

#include "frames/decode.hpp"

#include <expected>

namespace shadowdiff::test {

inline std::expected<frames::Segment, Blind> decode_one(const frames::Packet& packet) {
    frames::Decoder decoder;
    if (auto segment = decoder.decode(packet)) return *segment;
    return std::unexpected{decoder.lost().value_or(Blind::count_)};
}

}  // namespace shadowdiff::test
