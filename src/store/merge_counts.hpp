// SPDX-License-Identifier: Apache-2.0
// What runs counted, added up from their tables: also of exchanges that none of them keeps any
// more.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <vector>

namespace shadowdiff::store {

/// Counts of findings, of routes and of what was given up; of rules where all runs had the same.
/// `into` has the files' exchanges already, and nobody writes it. Where it fails `into` is half.
Result<void> merge_counts(const std::filesystem::path& into,
                          const std::vector<std::filesystem::path>& files, bool have_equal_rules);

}  // namespace shadowdiff::store
