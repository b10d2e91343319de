// SPDX-License-Identifier: Apache-2.0
// What differs alike on several routes, one sentence for each: most likely one fault each.
#pragma once

#include "reports/model.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// "$.meta.total changed on 14 routes in 3,000 exchanges: GET /a, GET /b, GET /c and 11 more". In
/// the order of the causes, those of one route left out.
std::vector<std::string> cause_notes(const Report& report);

}  // namespace shadowdiff::reports
