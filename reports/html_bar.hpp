// SPDX-License-Identifier: Apache-2.0
// One bar of parts of a whole: drawn without a script, and said in a list beside it.
#pragma once

#include "reports/html_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::reports {

struct BarPart {
    std::string style;  // a class of the style sheet: a word of this program
    std::string label;
    std::uint64_t n = 0;
};

void write_bar(HtmlWriter& html, const std::vector<BarPart>& parts, std::string_view what);

}  // namespace shadowdiff::reports
