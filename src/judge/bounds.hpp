// SPDX-License-Identifier: Apache-2.0
// How large a rate can be, and how small, after so many of so many: exact for one look, and valid
// at every look for gates that are read night after night.
#pragma once

#include <cstdint>

namespace shadowdiff::judge {

/// One-sided, each at `confidence`.
struct Bounds {
    double lower = 0.0;
    double upper = 1.0;
};

/// Clopper and Pearson, 1934. Holds for a number of exchanges that was fixed beforehand.
Bounds exact_bounds(std::uint64_t mismatches, std::uint64_t judged, double confidence);

/// The confidence sequence of the beta-mixture martingale: the rates p at which
/// B(1 + x, b + n - x) / B(1, b) / (p^x (1 - p)^(n - x)) stays below 1 / (1 - confidence). Holds at
/// all looks together, however often and whenever one looks. `b` must be fixed before the run.
Bounds anytime_bounds(std::uint64_t mismatches, std::uint64_t judged, double confidence, double b);

/// The b that serves a limit best: it expects rates of half the limit.
double mixture_for(double limit);

}  // namespace shadowdiff::judge
