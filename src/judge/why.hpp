// SPDX-License-Identifier: Apache-2.0
// The one sentence that names the evidence of a judgement.
#pragma once

#include "judge/evidence.hpp"
#include "judge/noise_profile.hpp"
#include "judge/verdict.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::judge {

/// Of a match.
inline constexpr std::string_view why_equal = "the answers are equal";

/// Of an exchange whose answers were compared. The profile is as it was before this exchange.
std::string why(const Judgement& judgement, const Evidence& evidence, const NoiseProfile& profile,
                std::string_view route);

}  // namespace shadowdiff::judge
