// SPDX-License-Identifier: Apache-2.0
// What the evidence says of each difference of one exchange.
#pragma once

#include "judge/evidence.hpp"
#include "judge/minted_ids.hpp"
#include "judge/noise_profile.hpp"
#include "judge/odd_one_out.hpp"
#include "judge/renaming.hpp"
#include "judge/verdict.hpp"
#include "judge/volatile_value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

/// What was learnt of a route before this exchange.
struct Known {
    std::string_view route;
    const NoiseProfile& profile;
    const VolatileValues& values;
    const OddOneOutTable& odd_one_out;
    const MintedIds& minted;
};

JudgedDifference stand(diff::Difference difference, const Evidence& evidence, const Known& known);

/// The same for what a rule lets differ that keeps the shape: noise, as long as the shape holds.
JudgedDifference stand_under_rule(diff::Difference difference, const Evidence& evidence,
                                  const Known& known);

/// Only further answers can tell whether it is noise or a bug.
bool is_undecided(const JudgedDifference& judged, const Evidence& evidence, const Known& known);

/// It was reproduced, but in few answers: of a value that has few others, chance would do as much.
bool needs_confirmation(const JudgedDifference& judged, const Known& known);

/// Legacy's values where the difference is: the one that it tells, and those of further answers.
std::vector<std::string> legacy_values(const diff::Difference& difference,
                                       const Evidence& evidence);

/// Makes findings of volatile ids that break the one-to-one renaming within the exchange or the
/// session, except where legacy's own answers break it among themselves, and learns the others.
void check_renaming(std::vector<JudgedDifference>& differences, const diff::Comparison& comparison,
                    Renaming* session);

}  // namespace shadowdiff::judge
