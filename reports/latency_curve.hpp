// SPDX-License-Identifier: Apache-2.0
// How one leg's times are distributed: quantiles, each with the interval in which the true one
// lies.
#pragma once

#include "base/sketch.hpp"

#include <vector>

namespace shadowdiff::reports {

struct CurvePoint {
    double quantile = 0;
    double us = 0;
    double lower_us = 0;  // with 95 % confidence, by order statistics
    double upper_us = 0;
};

/// From p1 to p99.9, as far as the number of times says anything about the ends.
std::vector<CurvePoint> latency_curve(const Sketch& sketch);

}  // namespace shadowdiff::reports
