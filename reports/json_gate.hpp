// SPDX-License-Identifier: Apache-2.0
// What the gate says and what it says it of, for programs: the same in the report and in the gate's
// own document.
#pragma once

#include "reports/model.hpp"

#include <nlohmann/json.hpp>

namespace shadowdiff::reports {

nlohmann::ordered_json gate_json(const Report& report);
nlohmann::ordered_json totals_json(const Report& report);
nlohmann::ordered_json routes_json(const Report& report);
nlohmann::ordered_json decision_json(const judge::FindingDecision& decision);
/// Each with its state.
nlohmann::ordered_json decisions_json(const Report& report);

}  // namespace shadowdiff::reports
