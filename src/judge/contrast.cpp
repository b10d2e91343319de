// SPDX-License-Identifier: Apache-2.0
#include "judge/contrast.hpp"

#include <boost/math/distributions/hypergeometric.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace shadowdiff::judge {
namespace {

constexpr std::size_t requests_min = 5;  // of each side: fewer have anything in common by chance
constexpr double chance_max = 0.001;     // Fisher's exact test, times the features tried
constexpr std::size_t features_max = 5'000;  // hostile requests have as many as they like

using Counts = std::map<std::string, std::pair<std::size_t, std::size_t>>;

void count(Counts& counts, const std::vector<Features>& requests,
           std::size_t std::pair<std::size_t, std::size_t>::* side) {
    for (const auto& features : requests) {
        for (const auto& feature : features) {
            if (counts.size() >= features_max && !counts.contains(feature)) continue;
            ++(counts[feature].*side);
        }
    }
}

// How often chance alone would put so many of those that have the feature on the showing side.
double chance_of(const Contrast& one) {
    const auto with = static_cast<unsigned>(one.showing_with + one.others_with);
    const auto all = static_cast<unsigned>(one.showing + one.others);
    const boost::math::hypergeometric_distribution<> draws{with, static_cast<unsigned>(one.showing),
                                                           all};
    // So many have the feature that chance could not put fewer there.
    if (one.showing_with == 0 || one.showing_with + one.others <= with) return 1;
    return boost::math::cdf(complement(draws, static_cast<unsigned>(one.showing_with - 1)));
}

}  // namespace

std::optional<Contrast> contrast(const std::vector<Features>& showing,
                                 const std::vector<Features>& others) {
    if (showing.size() < requests_min || others.size() < requests_min) return std::nullopt;
    Counts counts;
    count(counts, showing, &std::pair<std::size_t, std::size_t>::first);
    count(counts, others, &std::pair<std::size_t, std::size_t>::second);
    std::optional<Contrast> best;
    double best_chance = chance_max / static_cast<double>(std::max<std::size_t>(counts.size(), 1));
    for (const auto& [feature, with] : counts) {
        const Contrast one{feature, with.first, showing.size(), with.second, others.size()};
        const auto chance = chance_of(one);
        if (chance >= best_chance) continue;
        best_chance = chance;
        best = one;
    }
    return best;
}

}  // namespace shadowdiff::judge
