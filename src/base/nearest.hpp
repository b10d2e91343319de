// SPDX-License-Identifier: Apache-2.0
// Which of the known names was most likely meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff {

/// Insertions, removals and changes of bytes that make one of the other (Levenshtein, 1966).
std::size_t edits_between(std::string_view one, std::string_view other);

/// At most so many of `known`, the nearest first, those that are equally near in their order.
/// Only the first 256 bytes of each are looked at.
std::vector<std::string> nearest_names(std::string_view asked,
                                       const std::vector<std::string>& known,
                                       std::size_t names_max);

}  // namespace shadowdiff
