// SPDX-License-Identifier: Apache-2.0
#include "judge/noise_explains.hpp"

#include "judge/binomial.hpp"

namespace shadowdiff::judge {
namespace {

constexpr double excess_p_max = 0.01;
// With fewer a candidate that always differs would pass for noise: no test could tell.
constexpr std::uint64_t pairs_min = 30;

// One chance difference of legacy must not hide a path for good, nor must one in a hundred: there
// asking again decides, which costs a few requests.
constexpr std::uint64_t differed_min = 2;
constexpr std::uint64_t differed_share_min = 5;  // one in so many

// P(X >= candidate.n) of so many in both, each of which is the candidate's with its part of what
// was looked at.
double excess_p(const Share& legacy, const Share& candidate) {
    const auto looked_at = static_cast<double>(candidate.of);
    const auto part = looked_at / (looked_at + static_cast<double>(legacy.of));
    return upper_tail(candidate.n, legacy.n, part);
}

}  // namespace

bool is_volatile(const Share& legacy) {
    return legacy.n >= differed_min && legacy.n * differed_share_min >= legacy.of;
}

NoiseExplains noise_explains(const Share& legacy, const Share& candidate) {
    if (legacy.n == 0 || legacy.of == 0 || candidate.of == 0) return NoiseExplains::no;
    if (excess_p(legacy, candidate) < excess_p_max) return NoiseExplains::no;
    return is_volatile(legacy) && legacy.of >= pairs_min ? NoiseExplains::yes
                                                         : NoiseExplains::perhaps;
}

}  // namespace shadowdiff::judge
