// SPDX-License-Identifier: Apache-2.0
// The facts of several runs as those of one: counts added up, of how bad it was the worst, and of
// the rest what all agree on. Where they do not agree, all of what they say.
#pragma once

#include "store/rows.hpp"

#include <map>
#include <string>
#include <vector>

namespace shadowdiff::store {

/// What was equal keeps its name. What was not is there as "merged_NAME": the values in their
/// order, parted by "; ", with "not known" at the end where a run says nothing of it.
std::map<std::string, std::string> merged_facts(const std::vector<RunRow>& runs);

}  // namespace shadowdiff::store
