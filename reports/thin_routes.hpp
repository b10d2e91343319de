// SPDX-License-Identifier: Apache-2.0
// Routes that are held back by nothing but how little of them was judged.
#pragma once

#include "reports/model.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// Those with too few requests for the limit, and those of which too many were dropped.
std::vector<std::string> thin_route_sentences(const Report& report);

}  // namespace shadowdiff::reports
