// SPDX-License-Identifier: Apache-2.0
// Bodies that are known by their digests alone: that two differ proves nothing against the
// candidate unless legacy gives the same body each time.
#pragma once

#include "judge/evidence.hpp"
#include "judge/noise_profile.hpp"
#include "judge/verdict.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

/// Takes the difference of two long bodies out of the list, unless legacy is known to agree with
/// itself: in this exchange, or where it was asked again it always did.
std::optional<diff::Difference> take_unproven(std::vector<JudgedDifference>& differences,
                                              const Evidence& evidence, const NoiseProfile& profile,
                                              std::string_view route);

/// Why that difference counts for nothing.
std::string_view why_unproven(const diff::Difference& difference);

}  // namespace shadowdiff::judge
