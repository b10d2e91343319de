// SPDX-License-Identifier: Apache-2.0
// Reads the tables of what the legs answered, and did not.
#pragma once

#include "store/rows.hpp"
#include "store/statement.hpp"

#include <vector>

namespace shadowdiff::store {

std::vector<LegFailureRow> read_leg_failures(SQLite::Database& database);
std::vector<LegStatusRow> read_leg_statuses(SQLite::Database& database);

}  // namespace shadowdiff::store
