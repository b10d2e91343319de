// SPDX-License-Identifier: Apache-2.0
// Whether mismatches that nobody could confirm are what legacy itself does.
#pragma once

#include <cstdint>
#include <string_view>

namespace shadowdiff::judge {

/// How often something was so, of how often it was looked at.
struct Share {
    std::uint64_t n = 0;
    std::uint64_t of = 0;
};

enum class NoiseExplains : std::uint8_t { no, perhaps, yes };

/// `legacy`: pairs of its answers that differ at a place, and such pairs; `candidate`: exchanges
/// whose candidate differs there, and those that were judged. No: legacy never differs there, or
/// the candidate does oftener than chance gives in one of a hundred such places (conditional test
/// of two Poisson rates, Przyborowski and Wilenski, 1940). Yes: it is a place where a difference is
/// noise (twice or more, in a fifth of the pairs), and there were thirty pairs or more. Else legacy
/// wavers too seldom, or was looked at too seldom, to tell.
NoiseExplains noise_explains(const Share& legacy, const Share& candidate);

/// Twice or more, and in a fifth of the pairs.
bool is_volatile(const Share& legacy);

}  // namespace shadowdiff::judge
