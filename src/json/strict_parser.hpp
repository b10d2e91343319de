// SPDX-License-Identifier: Apache-2.0
// Reads a JSON text byte by byte: slower than by an index of tokens, but it can say what is wrong
// and where.
#pragma once

#include "json/document.hpp"

#include <optional>

namespace shadowdiff::json {

/// The tape of the text, or why there is none.
std::optional<ParseError> read_strictly(ByteView text, std::size_t depth_max, Tape& nodes);

/// The scalar at the head of `text`, its offsets counted from there; nothing when there is none.
std::optional<Node> read_scalar(ByteView text);

}  // namespace shadowdiff::json
