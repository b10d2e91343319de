// SPDX-License-Identifier: Apache-2.0
// Fewest edits between two sequences: Myers, "An O(ND) Difference Algorithm and Its Variations".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace shadowdiff::diff {

struct Match {
    std::size_t legacy = 0;
    std::size_t candidate = 0;
    bool operator==(const Match&) const = default;
};

/// Equal items of both sequences, in their order, as many as there can be. Nothing when that takes
/// more than `edits_max` insertions and removals, or more than `steps_left`, which it counts down.
std::optional<std::vector<Match>> longest_common_subsequence(
    std::span<const std::uint64_t> legacy, std::span<const std::uint64_t> candidate,
    std::size_t edits_max, std::size_t& steps_left);

}  // namespace shadowdiff::diff
