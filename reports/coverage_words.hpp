// SPDX-License-Identifier: Apache-2.0
// What the capture could not see, in words.
#pragma once

#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// "12 packets dropped by the kernel".
std::string coverage_words(const store::CoverageRow& row);
/// False for what was seen and rightly set aside.
bool is_loss(const store::CoverageRow& row);
/// The whole coverage in one line.
std::string coverage_sentence(const std::vector<store::CoverageRow>& coverage);

}  // namespace shadowdiff::reports
