// SPDX-License-Identifier: Apache-2.0
// Which element of legacy's array stands for which of the candidate's: by key, else by fewest
// edits.
#pragma once

#include "base/limits.hpp"
#include "diff/json/element_key.hpp"
#include "diff/json/elements.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace shadowdiff::diff {

struct ElementPairs {
    std::vector<ElementPair> list;  // in legacy's order, then what only the candidate has
    bool is_reordered = false;      // of those on both sides
    std::optional<ElementKey> key;  // by which they were paired
    bool is_coarse = false;         // a bound was hit
};

/// By the declared key where there is one and every element has it, unlike all others of its side.
/// Never quadratic. `steps_left` is what remains of limits.alignment_steps_max. Before elements
/// are paired by their values, `join_spellings` may give those that are one a common hash; false
/// where a bound was hit.
ElementPairs pair_elements(const Elements& legacy, const Elements& candidate,
                           const DiffLimits& limits, std::size_t& steps_left,
                           std::span<const std::string> declared_key,
                           const std::function<bool()>& join_spellings);

}  // namespace shadowdiff::diff
