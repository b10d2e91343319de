// SPDX-License-Identifier: Apache-2.0
// What a run knows beside one exchange and bears on its verdict: the finding's own counts and
// decision, legacy's noise at each place, what was decoded, its route's mismatch rate with bounds,
// and bounds of comparing that were hit.
#pragma once

#include "judge/decision.hpp"
#include "store/rows.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

/// One sentence each; what came from traffic is as it came. `finding`: the one that was asked for,
/// or the beginning of its fingerprint; "" where an exchange was.
std::vector<std::string> exchange_notes(const store::ExchangeRow& exchange,
                                        const store::RunRows& rows, std::string_view finding,
                                        const std::vector<judge::FindingDecision>& decisions);

}  // namespace shadowdiff::reports
