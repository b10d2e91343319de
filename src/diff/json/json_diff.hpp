// SPDX-License-Identifier: Apache-2.0
// What diff_json() does, into a list that is already begun.
#pragma once

#include "diff/collector.hpp"
#include "json/document.hpp"

namespace shadowdiff::diff {

void compare_json(const json::Document& legacy, const json::Document& candidate,
                  const DiffLimits& limits, Collector& found);

}  // namespace shadowdiff::diff
