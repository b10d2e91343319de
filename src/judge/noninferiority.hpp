// SPDX-License-Identifier: Apache-2.0
// Is the candidate as quick as legacy? The ratio of a quantile, with an interval by paired
// bootstrap: the same requests, drawn again and again.
#pragma once

#include "judge/timing_pairs.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

enum class Speed : std::uint8_t {
    not_slower,  // even the upper bound of the ratio is within the margin
    slower,      // even the lower bound is over it
    unsure,
    too_few,  // pairs for this quantile to have an upper bound at all
};

struct LatencyOptions {
    double ratio_max = 1.10;   // of the candidate's quantile to legacy's
    double confidence = 0.95;  // one-sided
    std::uint64_t seed = 0;    // the same seed and pairs give the same answer
};

struct QuantileComparison {
    double quantile = 0.5;
    Speed speed = Speed::too_few;
    std::uint64_t pairs = 0;
    std::uint64_t pairs_min = 0;  // order statistics: fewer give no upper bound
    std::uint32_t legacy_us = 0;
    std::uint32_t candidate_us = 0;
    double ratio = 0;
    double ratio_lower = 0;
    double ratio_upper = 0;
};

/// p50, p95 and p99.
std::vector<QuantileComparison> compare_latency(const std::vector<TimingPair>& pairs,
                                                const LatencyOptions& options = {});

/// The smallest n whose largest value is at least the quantile with that confidence: 59 for p95,
/// 299 for p99.
std::uint64_t pairs_needed(double quantile, double confidence);

std::string_view name(Speed speed);

}  // namespace shadowdiff::judge
