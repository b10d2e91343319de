// SPDX-License-Identifier: Apache-2.0
// The table of counts, read once for all that is summed from it: a long run's has half a million
// rows.
#pragma once

#include "store/rows.hpp"

#include <SQLiteCpp/Database.h>

namespace shadowdiff::store {

/// Fills tally, minutes, earlier and kept. After run, seen and middle_minute: what these are short
/// of is dropped{crashed}.
void read_tally(SQLite::Database& database, RunRows& rows);

}  // namespace shadowdiff::store
