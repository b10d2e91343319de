// SPDX-License-Identifier: Apache-2.0
// What was counted beside the findings, for programs: what rules set aside, answers that failed,
// statuses, legacy's own noise, and where the candidate is the odd one out.
#pragma once

#include "reports/model.hpp"

#include <nlohmann/json.hpp>

namespace shadowdiff::reports {

nlohmann::ordered_json rules_json(const Report& report);
nlohmann::ordered_json failures_json(const Report& report);
nlohmann::ordered_json dimensions_json(const Report& report);
nlohmann::ordered_json statuses_json(const Report& report);
nlohmann::ordered_json noise_json(const Report& report);
nlohmann::ordered_json odd_one_out_json(const Report& report);

}  // namespace shadowdiff::reports
