// SPDX-License-Identifier: Apache-2.0
// The limits a run must keep, and its answer in one sentence.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

enum class GateAnswer : std::uint8_t { go, no_go, inconclusive };

struct GateOptions {
    double mismatch_rate_max = 0.001;  // a fraction of judged exchanges, per route
    double confidence = 0.95;          // one-sided
};

/// One route's counts: n is match + equivalent + noise + drift + mismatch, x the mismatches of
/// severity medium or high.
struct GateRoute {
    std::string route;
    std::uint64_t judged = 0;
    std::uint64_t mismatches = 0;
};

struct GateRouteAnswer {
    std::string route;
    GateAnswer answer = GateAnswer::inconclusive;
    std::uint64_t judged = 0;
    std::uint64_t mismatches = 0;
    double upper_bound = 1.0;       // Clopper-Pearson, of the mismatch rate
    std::uint64_t more_needed = 0;  // exchanges without a mismatch until GO; 0 unless inconclusive
};

struct GateVerdict {
    GateAnswer answer = GateAnswer::inconclusive;
    std::string sentence;
    std::vector<GateRouteAnswer> routes;  // in the given order
};

/// NO-GO when a route has a mismatch of severity medium or high, GO when every route's upper bound
/// is within the limit, else INCONCLUSIVE. A gate over nothing is INCONCLUSIVE.
GateVerdict gate(const std::vector<GateRoute>& routes, const GateOptions& options = {});

/// Exact one-sided upper bound of a binomial proportion (Clopper and Pearson, 1934).
double upper_bound(std::uint64_t mismatches, std::uint64_t judged, double confidence);

std::string_view name(GateAnswer answer);  // "GO", "NO-GO", "INCONCLUSIVE"

}  // namespace shadowdiff::judge
