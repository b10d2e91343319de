// SPDX-License-Identifier: Apache-2.0
// The tape of a JSON text whose tokens were found before (StructuralIndex).
#pragma once

#include "json/document.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace shadowdiff::json {

/// Of an object or an array. False when the text is not one of these, or is not JSON, or is nested
/// deeper: `nodes` is then of no use.
bool read_tape(ByteView text, std::span<const std::uint32_t> structurals, std::size_t depth_max,
               Tape& nodes);

}  // namespace shadowdiff::json
