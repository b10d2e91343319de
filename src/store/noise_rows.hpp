// SPDX-License-Identifier: Apache-2.0
// Evidence about legacy's noise, and the routes it is told by, as plain structs.
#pragma once

#include <cstdint>
#include <string>

namespace shadowdiff::store {

/// Which of three answers was the odd one out: see judge::OddOneOut.
struct OddOneOutRow {
    std::string route;
    std::string pattern;
    std::string kind;
    std::uint64_t present = 0;
    std::uint64_t only_candidate = 0;
    std::uint64_t only_legacy = 0;
    std::uint64_t moved = 0;
    std::uint64_t all_differ = 0;
    double p = 1;
    double q = 1;
    double effect = 0;
    double effect_low = 0;
    double effect_high = 0;
    bool operator==(const OddOneOutRow&) const = default;
};

/// A route that requests were given, and where it comes from: see routes::KnownRoute.
struct RouteRow {
    std::string route;
    std::string origin;
    std::uint64_t requests = 0;
    bool operator==(const RouteRow&) const = default;
};

}  // namespace shadowdiff::store
