// SPDX-License-Identifier: Apache-2.0
// A parsed JSON body as indented lines, each value's own text unchanged.
#pragma once

#include "json/document.hpp"
#include "reports/body_lines.hpp"

#include <vector>

namespace shadowdiff::reports {

std::vector<TextLine> json_lines(const json::Document& document, Side side,
                                 const std::vector<store::DifferenceRow>& differences);

}  // namespace shadowdiff::reports
