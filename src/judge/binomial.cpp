// SPDX-License-Identifier: Apache-2.0
#include "judge/binomial.hpp"

#include <boost/math/special_functions/beta.hpp>

namespace shadowdiff::judge {

double upper_tail(std::uint64_t hits, std::uint64_t others, double share) {
    if (hits == 0) return 1;
    return boost::math::ibeta(static_cast<double>(hits), static_cast<double>(others) + 1, share);
}

}  // namespace shadowdiff::judge
