// SPDX-License-Identifier: Apache-2.0
#include "reports/latency_curve.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace shadowdiff::reports {
namespace {

constexpr std::array quantiles = {0.01, 0.05, 0.1, 0.2,  0.3,   0.4,  0.5,   0.6,  0.7,
                                  0.8,  0.85, 0.9, 0.95, 0.975, 0.99, 0.995, 0.999};
constexpr double z = 1.96;        // of the normal distribution: 95 %, two-sided
constexpr double beyond_min = 5;  // times beyond a quantile: fewer, and it is a guess

}  // namespace

// The rank of the true quantile among n times is binomial (David and Nagaraja, Order Statistics,
// 7.1); near the middle of many it is as good as normal.
std::vector<CurvePoint> latency_curve(const Sketch& sketch) {
    std::vector<CurvePoint> curve;
    const auto n = static_cast<double>(sketch.count());
    for (const double q : quantiles) {
        if (n * std::min(q, 1 - q) < beyond_min) continue;
        const double spread = z * std::sqrt(q * (1 - q) / n);
        const auto at = [&](double share) {
            return sketch.quantile(std::clamp(share, 0.0, 1.0)).value_or(0);
        };
        curve.push_back({q, at(q), at(q - spread), at(q + spread)});
    }
    return curve;
}

}  // namespace shadowdiff::reports
