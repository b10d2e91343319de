// SPDX-License-Identifier: Apache-2.0
// The statistics of "odd one out": of one request, legacy twice and the candidate once. If the
// candidate is one legacy instance more, it is as often the odd one as the second legacy answer is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace shadowdiff::judge {

/// The exact one-sided sign test (McNemar): the chance of so many times the candidate, or more, in
/// all the exchanges with an odd one out, if both are equally likely. 1 where there is none.
double sign_test(std::uint64_t only_candidate, std::uint64_t only_legacy);

/// For each p the smallest false-discovery rate at which it is a discovery (Benjamini and Hochberg,
/// 1995), in the given order.
std::vector<double> benjamini_hochberg(std::span<const double> p);

struct Effect {
    double share = 0;  // how much oftener the candidate is the odd one, of the exchanges that count
    double low = 0;    // 95 % interval of the paired difference (Agresti and Min, 2005)
    double high = 0;
};
Effect paired_effect(std::uint64_t only_candidate, std::uint64_t only_legacy,
                     std::uint64_t exchanges);

}  // namespace shadowdiff::judge
