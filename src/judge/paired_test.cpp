// SPDX-License-Identifier: Apache-2.0
#include "judge/paired_test.hpp"

#include "judge/binomial.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace shadowdiff::judge {

double sign_test(std::uint64_t only_candidate, std::uint64_t only_legacy) {
    return upper_tail(only_candidate, only_legacy, 0.5);
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
    std::vector<std::size_t> falling(p.size());
    std::iota(falling.begin(), falling.end(), std::size_t{0});
    std::ranges::sort(falling, [&](auto one, auto other) { return p[one] > p[other]; });
    std::vector<double> adjusted(p.size());
    double smallest = 1;
    auto rank = static_cast<double>(p.size());
    for (const auto index : falling) {
        smallest = std::min(smallest, p[index] * static_cast<double>(p.size()) / rank);
        adjusted[index] = smallest;
        rank -= 1;
    }
    return adjusted;
}

Effect paired_effect(std::uint64_t only_candidate, std::uint64_t only_legacy,
                     std::uint64_t exchanges) {
    constexpr double z = 1.959963984540054;  // of a two-sided 95 % interval
    if (exchanges == 0) return {.share = 0, .low = -1, .high = 1};
    const auto candidate = static_cast<double>(only_candidate);
    const auto legacy = static_cast<double>(only_legacy);
    const auto n = static_cast<double>(exchanges);
    // Half an exchange is added to each of the four cells, so that the interval holds at small n.
    const double middle = (candidate - legacy) / (n + 2);
    const double spread = (candidate + legacy + 1) - (candidate - legacy) * middle;
    const double reach = z * std::sqrt(std::max(spread, 0.0)) / (n + 2);
    return {.share = (candidate - legacy) / n,
            .low = std::max(middle - reach, -1.0),
            .high = std::min(middle + reach, 1.0)};
}

}  // namespace shadowdiff::judge
