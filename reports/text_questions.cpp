// SPDX-License-Identifier: Apache-2.0
#include "reports/text_questions.hpp"

#include "base/escape.hpp"
#include "reports/display.hpp"
#include "reports/summary.hpp"
#include "reports/terminal.hpp"

#include <algorithm>

namespace shadowdiff::reports {

// The questions in the order in which they are asked; details stand below.
std::string text_questions(const Report& report, const TextStyle& style) {
    std::size_t width = 0;
    const auto lines = summary(report);
    for (const SummaryLine& one : lines) width = std::max(width, display_width(one.question));
    const std::size_t indent = width + 4;
    std::string out = "\n";
    for (const SummaryLine& one : lines) {
        std::string label = painted(pad_right(one.question, width), Paint::dim, style);
        for (const std::string& part :
             wrap(printable(one.answer), style.columns > indent ? style.columns - indent : 0)) {
            out += line("  " + label + "  " + part);
            label = std::string(width, ' ');
        }
    }
    return out;
}

}  // namespace shadowdiff::reports
