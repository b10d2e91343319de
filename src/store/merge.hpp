// SPDX-License-Identifier: Apache-2.0
// Joins run files of several machines or nights into one.
#pragma once

#include "base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace shadowdiff::store {

/// Writes `into` anew. A run that is there already, by itself or inside a merged file, is joined
/// once. Facts that differ are left out: they are not known of the whole; where one of them says of
/// what the run is evidence (versions, rules), `merged_unequal` names it. Gives one line for a
/// person about each file that added nothing.
Result<std::vector<std::string>> merge(const std::filesystem::path& into,
                                       const std::vector<std::filesystem::path>& files);

}  // namespace shadowdiff::store
