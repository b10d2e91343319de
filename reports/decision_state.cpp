// SPDX-License-Identifier: Apache-2.0
#include "reports/decision_state.hpp"

namespace shadowdiff::reports {

DecisionState decision_state(const FindingEntry& entry) {
    if (entry.excused_by == "accepted") return DecisionState::holds;
    return entry.decision->as == judge::DecidedAs::to_fix ? DecisionState::to_fix
                                                          : DecisionState::expired;
}

std::string_view name(DecisionState state) {
    switch (state) {
        case DecisionState::holds: return "holds";
        case DecisionState::to_fix: return "to_fix";
        case DecisionState::expired: return "expired";
        case DecisionState::not_found: return "not_found";
    }
    return "";
}

}  // namespace shadowdiff::reports
