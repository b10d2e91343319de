// SPDX-License-Identifier: Apache-2.0
#include "base/nearest.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff {

std::size_t edits_between(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const auto changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
        }
    }
    return row.back();
}

std::vector<std::string> nearest_names(std::string_view asked,
                                       const std::vector<std::string>& known,
                                       std::size_t names_max) {
    constexpr std::size_t bytes_max = 256;  // the work grows with the square
    std::vector<std::pair<std::size_t, std::size_t>> order;
    for (std::size_t i = 0; i < known.size(); ++i) {
        const auto name = std::string_view{known[i]}.substr(0, bytes_max);
        order.emplace_back(edits_between(asked.substr(0, bytes_max), name), i);
    }
    std::ranges::sort(order);
    order.resize(std::min(order.size(), names_max));
    std::vector<std::string> names;
    for (const auto& [edits, place] : order) names.push_back(known[place]);
    return names;
}

}  // namespace shadowdiff
