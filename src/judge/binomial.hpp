// SPDX-License-Identifier: Apache-2.0
// The tail that the exact tests share.
#pragma once

#include <cstdint>

namespace shadowdiff::judge {

/// P(X >= hits) of hits + others tries, each a hit with the chance `share`: a regularised
/// incomplete beta function (NIST DLMF, 8.17.5). 1 where hits is 0.
double upper_tail(std::uint64_t hits, std::uint64_t others, double share);

}  // namespace shadowdiff::judge
