// SPDX-License-Identifier: Apache-2.0
// Elements that are equal to nothing on the other side: which of them is which, changed?
#pragma once

#include "diff/json/elements.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace shadowdiff::diff {

/// False for two objects that share no member name.
bool can_be_paired(const json::Document& legacy, std::uint32_t in_legacy,
                   const json::Document& candidate, std::uint32_t in_candidate);

/// Pairs positions of two runs in their order, the more alike the better; what has no partner
/// stands alone.
void pair_runs(const Elements& legacy, std::span<const std::size_t> legacy_run,
               const Elements& candidate, std::span<const std::size_t> candidate_run,
               std::vector<ElementPair>& pairs);

}  // namespace shadowdiff::diff
