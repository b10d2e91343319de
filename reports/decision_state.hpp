// SPDX-License-Identifier: Apache-2.0
// What the last decision about a finding does in this run.
#pragma once

#include "reports/model.hpp"

#include <cstdint>
#include <string_view>

namespace shadowdiff::reports {

enum class DecisionState : std::uint8_t {
    holds,      // the finding does not count
    to_fix,     // it counts until it is gone
    expired,    // it counts again
    not_found,  // this run does not show the finding
};

/// Of a finding that has a decision.
DecisionState decision_state(const FindingEntry& entry);

std::string_view name(DecisionState state);  // "holds", "to_fix", "expired", "not_found"

}  // namespace shadowdiff::reports
