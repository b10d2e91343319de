// SPDX-License-Identifier: Apache-2.0
// The tape of a text that has another document's members and elements, the members in whatever
// order: its nodes stand where that document has its own, so that nothing need be paired later.
#pragma once

#include "json/document.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shadowdiff::json {

/// How the objects at one depth are arranged: those of a list are all alike.
struct Arrangement {
    static constexpr std::size_t members_max = 64;
    std::uint32_t count = 0;                       // of members; 0: nothing is remembered
    std::array<std::uint32_t, members_max> names;  // nodes of the other document's names
    std::array<std::uint8_t, members_max> order;   // which of them stands at each place in the text
};

/// By depth; working memory.
using Arrangements = std::array<Arrangement, 32>;

/// Writes the tape, and into `replaced` the scalars that have another text than in `alike`,
/// ascending. The text's tokens need not be known: what is written as in `alike` is no other. False
/// when the text has other members or elements, or too many of the scalars are others, or an object
/// that is written otherwise has a name twice or too many members, or all is nested too deep, or
/// the text is much longer or shorter, or is not JSON: both are then of no use.
bool read_arranged(ByteView text, const Document& alike, Arrangements& arrangements, Tape& nodes,
                   ReplacedNodes& replaced);

}  // namespace shadowdiff::json
