// SPDX-License-Identifier: Apache-2.0
// The tape of a JSON text whose tokens were found before (StructuralIndex).
#pragma once

#include "json/document.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shadowdiff::json {

/// False when the text is not JSON, or is nested deeper: `nodes` is then of no use. `open` is
/// working memory.
bool read_tape(ByteView text, std::span<const std::uint32_t> structurals, std::size_t depth_max,
               std::vector<std::uint32_t>& open, Tape& nodes);

}  // namespace shadowdiff::json
