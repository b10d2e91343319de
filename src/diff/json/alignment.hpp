// SPDX-License-Identifier: Apache-2.0
// Pairs the elements of two arrays that have no key: first the equal ones, by fewest edits; then
// those that are equal but moved; then, between the equal ones, what is left over on both sides.
#pragma once

#include "diff/json/elements.hpp"
#include "diff/json/longest_common_subsequence.hpp"

#include <cstddef>
#include <vector>

namespace shadowdiff::diff {

/// How many elements are equal at the beginning and at the end, none of them counted twice.
struct EqualEnds {
    std::size_t head = 0;
    std::size_t tail = 0;
};
EqualEnds equal_ends(const Elements& legacy, const Elements& candidate);

class Alignment {
public:
    Alignment(const Elements& legacy, const Elements& candidate)
        : legacy_{legacy},
          candidate_{candidate},
          legacy_paired_(legacy.size()),
          candidate_paired_(candidate.size()) {}

    /// Beyond the bounds, false: only the equal heads and tails are matched, and the rest counts as
    /// moved: that is the comparison as multisets.
    bool match_in_order(std::size_t edits_max, std::size_t& steps_left);
    void match_moved();
    void pair_rest();

    /// In legacy's order, then what only the candidate has.
    std::vector<ElementPair> pairs() const;

private:
    void anchor(std::size_t legacy, std::size_t candidate);
    void pair(std::size_t legacy, std::size_t candidate);

    const Elements& legacy_;
    const Elements& candidate_;
    std::vector<ElementPair> pairs_;
    std::vector<Match> anchors_;  // equal elements that did not move, in order
    std::vector<bool> legacy_paired_;
    std::vector<bool> candidate_paired_;
};

}  // namespace shadowdiff::diff
