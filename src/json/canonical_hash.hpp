// SPDX-License-Identifier: Apache-2.0
// Hashes that are equal for values that are equal in meaning: the order of members and the spelling
// of numbers and strings do not count. For finding partners, not for proving equality.
#pragma once

#include "json/document.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace shadowdiff::json {

using Hashes = std::vector<std::uint64_t, PooledAllocator<std::uint64_t>>;

/// One hash for each node of the tape, in its order.
Hashes canonical_hashes(const Document& document);

/// Of a null, boolean, number or string; may be equal for more than what is equal.
using ScalarHash = std::uint64_t (*)(const Document& document, const Node& node);
std::uint64_t hash_scalar(const Document& document, const Node& node);

/// The same for the nodes of one value: `hashes` has one place for each.
void hash_value(const Document& document, std::uint32_t index, std::span<std::uint64_t> hashes,
                ScalarHash scalar = hash_scalar);

}  // namespace shadowdiff::json
