// SPDX-License-Identifier: Apache-2.0
// The tape of a text that is another document's but for some scalar values, made from that
// document's tape: only what differs is read.
#pragma once

#include "json/document.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace shadowdiff::json {

/// A scalar of the other document, and what stands in its place.
struct Replaced {
    std::uint32_t index = 0;  // on both tapes
    Node node;
    std::int64_t shift = 0;  // of everything behind it
};

/// More of them than that, and parsing anew is quicker.
inline std::size_t replaced_max(const Tape& alike) { return 16 + alike.size() / 16; }

/// Writes the tape, and into `replaced` what is other than in `alike`, ascending. False when the
/// texts differ in more than a few scalar values, or the text is not JSON: both are then of no use.
bool read_alike(ByteView text, const Document& alike, Tape& nodes, std::vector<Replaced>& replaced);

}  // namespace shadowdiff::json
