// SPDX-License-Identifier: Apache-2.0
// What comparing gave up to stay inside its bounds, in sentences.
#pragma once

#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// Over the whole run: never silently.
std::vector<std::string> bound_sentences(const store::RunRows& rows);

}  // namespace shadowdiff::reports
