// SPDX-License-Identifier: Apache-2.0
// What a run did not show, one sentence each: silence must never read as proof.
#pragma once

#include "reports/model.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// For a report whose numbers are complete.
std::vector<std::string> not_verified(const Report& report, const store::RunRows& rows);

}  // namespace shadowdiff::reports
