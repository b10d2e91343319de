// SPDX-License-Identifier: Apache-2.0
// The limits a run must keep, and its answer in one sentence.
#pragma once

#include "judge/bounds.hpp"
#include "judge/noninferiority.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

enum class GateAnswer : std::uint8_t { go, no_go, inconclusive };

/// Bounds for one look are tighter, and wrong for who looks every night until the answer pleases.
enum class Look : std::uint8_t { once, nightly };

struct GateOptions {
    double mismatch_rate_max = 0.001;  // a fraction of judged exchanges, per route
    double confidence = 0.95;          // one-sided
    double coverage_min = 0.99;        // of the requests that were to be compared, per route too
    Look look = Look::once;
    bool jointly = false;  // all routes together hold at the confidence, not each for itself
    bool latency = false;  // times decide, too: no route may be slower
};

/// One route's counts: n is match + equivalent + noise + drift + mismatch, x the mismatches of
/// severity medium or high that nobody has accepted.
struct GateRoute {
    std::string route;
    std::uint64_t judged = 0;
    std::uint64_t mismatches = 0;
    std::uint64_t due = 0;  // requests that were to be compared; 0: not known, and not asked
    /// Of the mismatches, those that writes kept from being confirmed, where a finding is open that
    /// none has confirmed.
    std::uint64_t unconfirmed = 0;
    /// Likewise, those that may be legacy's own noise, where nobody could confirm them and legacy
    /// wavers too seldom to tell.
    std::uint64_t may_be_noise = 0;
    Speed speed = Speed::too_few;  // the worst of its quantiles; also where no time was compared
};

/// A finding of severity medium or high that nobody has decided about and that asking again has
/// confirmed: it is there whatever its rate.
struct OpenFinding {
    std::string route;
    std::string fingerprint;
    std::uint64_t exchanges = 0;
};

/// Mismatches of severity medium or high that do not count, and why: x is without them.
struct Excused {
    std::uint64_t exchanges = 0;
    std::uint64_t decisions = 0;  // that hold
    std::uint64_t noisy = 0;      // findings that legacy's own noise explains
};

struct GateInput {
    std::vector<GateRoute> routes;
    std::vector<OpenFinding> open;
    std::uint64_t due = 0;       // requests that were to be compared; 0: not known, and not asked
    std::uint64_t compared = 0;  // of these
    Excused excused = {};
};

struct GateRouteAnswer {
    std::string route;
    GateAnswer answer = GateAnswer::inconclusive;
    std::uint64_t judged = 0;
    std::uint64_t mismatches = 0;
    std::uint64_t open_findings = 0;
    double lower_bound = 0.0;  // of the mismatch rate, at the route's confidence
    double upper_bound = 1.0;
    double joint_upper_bound = 1.0;   // all routes' together hold at the confidence (Bonferroni)
    double coverage = 1.0;            // the share of its due that was judged
    std::uint64_t unconfirmed = 0;    // of the mismatches; with any it is no GO
    std::uint64_t may_be_noise = 0;   // likewise, where the answer hangs on them; else 0
    Speed speed = Speed::not_slower;  // where times do not decide, too
    // Exchanges without a mismatch until the bound is within the limit; 0 unless inconclusive, and
    // where it is the coverage that does not suffice, a mismatch that is not confirmed, or times.
    std::uint64_t more_needed = 0;
};

struct GateVerdict {
    GateAnswer answer = GateAnswer::inconclusive;
    std::string sentence;
    std::vector<GateRouteAnswer> routes;  // in the given order
    double coverage = 1.0;
    bool holds_jointly = false;  // every joint upper bound is within the limit
};

/// NO-GO when a confirmed finding is open, a route's lower bound is over the limit, or, where times
/// decide, a route is slower; GO when every route's upper bound is within it, the coverage
/// suffices, of all together and of each route, no mismatch was kept from being confirmed, and,
/// where times decide, no route may be slower; else INCONCLUSIVE. What may be noise counts against
/// a GO, and not for a NO-GO. A gate over nothing is INCONCLUSIVE.
GateVerdict gate(const GateInput& input, const GateOptions& options = {});

/// The bounds that the options ask for.
Bounds bounds(std::uint64_t mismatches, std::uint64_t judged, double confidence,
              const GateOptions& options);

std::string_view name(GateAnswer answer);  // "GO", "NO-GO", "INCONCLUSIVE"
std::string_view name(Look look);          // "once", "nightly"

}  // namespace shadowdiff::judge
