// SPDX-License-Identifier: Apache-2.0
// A run in two parts, split at one minute: what of its findings was before it.
#pragma once

#include "store/rows.hpp"

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <optional>

namespace shadowdiff::store {

/// The minute in the middle between the first and the last of the tally, which begins the later
/// part; none where all is within one minute, or where a minute is none that can be.
std::optional<std::int64_t> middle_minute(SQLite::Database& database);

/// Fills kept_earlier of the findings. After middle_minute and findings.
void count_earlier(SQLite::Database& database, RunRows& rows);

}  // namespace shadowdiff::store
