// SPDX-License-Identifier: Apache-2.0
// The times of both legs for programs.
#pragma once

#include "reports/model.hpp"

#include <nlohmann/json.hpp>

namespace shadowdiff::reports {

nlohmann::ordered_json latency_json(const Report& report);

}  // namespace shadowdiff::reports
