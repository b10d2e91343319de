// SPDX-License-Identifier: Apache-2.0
#include "judge/trend.hpp"

#include "judge/binomial.hpp"

#include <algorithm>

namespace shadowdiff::judge {
namespace {

// A run has hundreds of findings, and each is looked at: at 0.05 chance alone would give twenty of
// four hundred a trend, at this level hardly one.
constexpr double trend_p_max = 0.001;

}  // namespace

std::string_view name(Direction direction) {
    switch (direction) {
        case Direction::unknown: return "unknown";
        case Direction::steady: return "steady";
        case Direction::rising: return "rising";
        case Direction::falling: return "falling";
    }
    return "";
}

double trend_p(const RunPart& earlier, const RunPart& later) {
    if (earlier.judged == 0 || later.judged == 0) return 1;
    const auto before = static_cast<double>(earlier.judged);
    const auto since = static_cast<double>(later.judged);
    const double many_before =
        upper_tail(earlier.exchanges, later.exchanges, before / (before + since));
    const double many_since =
        upper_tail(later.exchanges, earlier.exchanges, since / (before + since));
    return std::min(2 * std::min(many_before, many_since), 1.0);
}

Direction direction_of(const RunPart& earlier, const RunPart& later) {
    if (earlier.judged == 0 || later.judged == 0) return Direction::unknown;
    if (trend_p(earlier, later) < trend_p_max) {
        const auto rate = [](const RunPart& part) {
            return static_cast<double>(part.exchanges) / static_cast<double>(part.judged);
        };
        return rate(later) > rate(earlier) ? Direction::rising : Direction::falling;
    }
    const auto all = earlier.exchanges + later.exchanges;
    const double least_telling = std::max(trend_p({all, earlier.judged}, {0, later.judged}),
                                          trend_p({0, earlier.judged}, {all, later.judged}));
    return least_telling < trend_p_max ? Direction::steady : Direction::unknown;
}

}  // namespace shadowdiff::judge
