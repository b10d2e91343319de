// SPDX-License-Identifier: Apache-2.0
// Rules and what they did, read from the tables that hold them.
#pragma once

#include "store/rule_rows.hpp"

#include <SQLiteCpp/Database.h>

#include <vector>

namespace shadowdiff::store {

/// In their order; the places of each by route, pattern and kind.
std::vector<RuleRow> read_rules(SQLite::Database& database);

}  // namespace shadowdiff::store
