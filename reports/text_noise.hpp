// SPDX-License-Identifier: Apache-2.0
// The part of a report for a terminal that tells of legacy's noise.
#pragma once

#include "reports/model.hpp"
#include "reports/render.hpp"

#include <string>

namespace shadowdiff::reports {

/// Where legacy differs from itself, and where the candidate is the odd one out too often. Nothing
/// where there is neither.
std::string text_noise(const Report& report, const TextStyle& style);

}  // namespace shadowdiff::reports
