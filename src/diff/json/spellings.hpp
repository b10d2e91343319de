// SPDX-License-Identifier: Apache-2.0
// Elements of two arrays that no canonical hash shows to be equal, and that may be one in two
// spellings.
#pragma once

#include "diff/json/elements.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace shadowdiff::diff {

struct LooseElement {
    std::uint64_t hash = 0;  // loose_hash.hpp
    std::size_t position = 0;
};

/// Positions of elements, in order, that have no partner of their hash on the other side, head and
/// tail left out. Nothing in either where one side has none.
struct Unmatched {
    std::vector<std::size_t> legacy;
    std::vector<std::size_t> candidate;
};
Unmatched unmatched(const Elements& legacy, const Elements& candidate);

/// Pairs of positions that are one by `are_one`, which is asked of those with one loose hash only,
/// and a bounded number of times for each element.
struct Spellings {
    std::vector<ElementPair> pairs;
    bool is_complete = true;
};
Spellings find_spellings(std::vector<LooseElement> legacy,
                         const std::vector<LooseElement>& candidate,
                         const std::function<bool(std::size_t, std::size_t)>& are_one);

/// Gives both of each pair one hash.
void join(Elements& legacy, Elements& candidate, const std::vector<ElementPair>& pairs);

}  // namespace shadowdiff::diff
