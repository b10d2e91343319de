// SPDX-License-Identifier: Apache-2.0
// Reads the table of what the traffic was made of.
#pragma once

#include "store/dimension_row.hpp"

#include <SQLiteCpp/Database.h>

#include <vector>

namespace shadowdiff::store {

/// By dimension, seen (falling), value.
std::vector<DimensionRow> read_dimensions(SQLite::Database& database);

}  // namespace shadowdiff::store
