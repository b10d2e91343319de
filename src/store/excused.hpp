// SPDX-License-Identifier: Apache-2.0
// Which mismatches are left when some of what they show is excused.
#pragma once

#include "store/statement.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace shadowdiff::store {

/// Of each route, the mismatches of severity medium or high that show no finding of that severity
/// but those with the fingerprints: kept ones, and those that were evicted.
std::map<std::string, std::uint64_t> count_excused(SQLite::Database& database,
                                                   const std::vector<std::string>& fingerprints);

}  // namespace shadowdiff::store
