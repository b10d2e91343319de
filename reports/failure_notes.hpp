// SPDX-License-Identifier: Apache-2.0
// What is to be said of answers that legs owed, one sentence for each leg and way of failing.
#pragma once

#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// "candidate: 12 × first_byte_timeout (GET /x 10, POST /y 2)". In the order of the rows.
std::vector<std::string> failure_notes(const std::vector<store::LegFailureRow>& failures);

}  // namespace shadowdiff::reports
