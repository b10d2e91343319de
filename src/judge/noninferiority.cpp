// SPDX-License-Identifier: Apache-2.0
#include "judge/noninferiority.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <tuple>
#include <utility>

namespace shadowdiff::judge {
namespace {

constexpr std::array quantiles = {0.5, 0.95, 0.99};
constexpr std::size_t resamples = 300;          // more would move the bounds by a hundredth
constexpr std::size_t pairs_drawn_max = 1'000;  // of more pairs, as wide as for so many

using Times = std::array<double, quantiles.size()>;

// SplitMix64 (Steele, Lea and Flood, 2014): small, and the same on every machine. A product takes
// the place of a remainder (Lemire, 2019), which is most of the time of a report over many routes.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_{seed} {}
    /// Twice below `bound`, which 32 bits hold many thousand times.
    std::array<std::size_t, 2> two_below(std::uint64_t bound) {
        state_ += 0x9E3779B97F4A7C15;
        auto z = state_;
        z = (z ^ z >> 30U) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27U) * 0x94D049BB133111EB;
        z ^= z >> 31U;
        return {(z >> 32U) * bound >> 32U, (z & 0xFFFF'FFFFU) * bound >> 32U};
    }

private:
    std::uint64_t state_;
};

// One leg's times in rising order, and where each of them stands in the sample.
struct Ranked {
    std::vector<std::uint32_t> times;
    std::vector<std::size_t> pair_at;
    std::array<std::size_t, quantiles.size()> ranks{};  // of the quantiles, from 1

    Ranked(const std::vector<TimingPair>& pairs, std::uint32_t TimingPair::* leg) {
        pair_at.resize(pairs.size());
        std::iota(pair_at.begin(), pair_at.end(), std::size_t{0});
        std::ranges::sort(pair_at, {},
                          [&](std::size_t at) { return std::pair{pairs[at].*leg, at}; });
        for (const auto at : pair_at) times.push_back(pairs[at].*leg);
        for (std::size_t q = 0; q < quantiles.size(); ++q) {
            ranks[q] = static_cast<std::size_t>(
                std::ceil(quantiles[q] * static_cast<double>(pairs.size())));
        }
    }

    /// Of a sample in which the pairs come so often as `weights` says.
    Times quantiles_of(const std::vector<std::uint16_t>& weights) const {
        Times found{};
        std::size_t next = 0;
        std::size_t passed = 0;
        for (std::size_t rank = 0; rank < times.size() && next < quantiles.size(); ++rank) {
            passed += weights[pair_at[rank]];
            while (next < quantiles.size() && passed >= ranks[next]) found[next++] = times[rank];
        }
        return found;
    }
};

double ratio_of(double candidate, double legacy) {
    return (candidate + 1) / (legacy + 1);  // a microsecond more, so that 0 divides nothing
}

double at_share(std::vector<double>& values, double share) {
    const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
    return values[at];
}

Speed speed_of(const QuantileComparison& comparison, const LatencyOptions& options) {
    if (comparison.pairs < comparison.pairs_min) return Speed::too_few;
    if (comparison.ratio_upper <= options.ratio_max) return Speed::not_slower;
    return comparison.ratio_lower > options.ratio_max ? Speed::slower : Speed::unsure;
}

}  // namespace

std::vector<QuantileComparison> compare_latency(const std::vector<TimingPair>& all,
                                                const LatencyOptions& options) {
    auto pairs = all;  // sorted by hash: the first ones are as good as any
    if (pairs.size() > pairs_drawn_max) pairs.resize(pairs_drawn_max);
    std::ranges::sort(pairs, {},
                      &TimingPair::legacy_us);  // one leg's ranks lie one after the other
    const Ranked legacy{pairs, &TimingPair::legacy_us};
    const Ranked candidate{pairs, &TimingPair::candidate_us};
    const std::vector<std::uint16_t> once(pairs.size(), 1);
    const auto legacy_now = legacy.quantiles_of(once);
    const auto candidate_now = candidate.quantiles_of(once);

    std::array<std::vector<double>, quantiles.size()> ratios;
    Random random{options.seed};
    for (std::size_t i = 0; i < resamples && !pairs.empty(); ++i) {
        std::vector<std::uint16_t> weights(pairs.size(), 0);
        for (std::size_t drawn = 0; drawn < pairs.size(); drawn += 2) {
            const auto [one, other] = random.two_below(pairs.size());
            ++weights[one];
            if (drawn + 1 < pairs.size()) ++weights[other];
        }
        const auto one = legacy.quantiles_of(weights);
        const auto other = candidate.quantiles_of(weights);
        for (std::size_t q = 0; q < quantiles.size(); ++q) {
            ratios[q].push_back(ratio_of(other[q], one[q]));
        }
    }

    std::vector<QuantileComparison> comparisons;
    for (std::size_t q = 0; q < quantiles.size(); ++q) {
        QuantileComparison comparison{.quantile = quantiles[q],
                                      .pairs = all.size(),
                                      .pairs_min = pairs_needed(quantiles[q], options.confidence),
                                      .legacy_us = static_cast<std::uint32_t>(legacy_now[q]),
                                      .candidate_us = static_cast<std::uint32_t>(candidate_now[q])};
        if (!pairs.empty()) {
            comparison.ratio = ratio_of(candidate_now[q], legacy_now[q]);
            comparison.ratio_lower = at_share(ratios[q], 1 - options.confidence);
            comparison.ratio_upper = at_share(ratios[q], options.confidence);
        }
        comparison.speed = speed_of(comparison, options);
        comparisons.push_back(comparison);
    }
    return comparisons;
}

std::uint64_t pairs_needed(double quantile, double confidence) {
    return static_cast<std::uint64_t>(
        std::ceil(std::log(1 - confidence) / std::log(quantile) - 1e-9));
}

std::string_view name(Speed speed) {
    switch (speed) {
        case Speed::not_slower: return "not_slower";
        case Speed::slower: return "slower";
        case Speed::unsure: return "unsure";
        case Speed::too_few: return "too_few";
    }
    return "";
}

}  // namespace shadowdiff::judge
