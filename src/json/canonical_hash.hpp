// SPDX-License-Identifier: Apache-2.0
// Hashes that are equal for values that are equal in meaning: the order of members and the spelling
// of numbers and strings do not count. For finding partners, not for proving equality.
#pragma once

#include "json/document.hpp"

#include <cstdint>
#include <vector>

namespace shadowdiff::json {

/// One hash for each node of the tape, in its order.
std::vector<std::uint64_t> canonical_hashes(const Document& document);

}  // namespace shadowdiff::json
