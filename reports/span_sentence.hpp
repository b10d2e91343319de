// SPDX-License-Identifier: Apache-2.0
// From when to when a run was, of which versions and rules it tells, and what its capture lost.
#pragma once

#include "reports/model.hpp"

#include <string>

namespace shadowdiff::reports {

std::string span_sentence(const Report& report);

}  // namespace shadowdiff::reports
