// SPDX-License-Identifier: Apache-2.0
#include "reports/html_bar.hpp"

#include <algorithm>
#include <string>

namespace shadowdiff::reports {

// Drawn in thousandths. What is there at all gets a width that can be seen; the rest is shared out.
void write_bar(HtmlWriter& html, const std::vector<BarPart>& parts, std::string_view what) {
    constexpr std::uint64_t whole = 1'000;
    constexpr std::uint64_t visible_min = 4;
    std::uint64_t sum = 0;
    std::uint64_t count = 0;
    for (const BarPart& part : parts) {
        sum += part.n;
        count += part.n > 0 ? 1 : 0;
    }
    const std::uint64_t shared = whole - std::min(whole, count * visible_min);
    html.raw("<svg class=\"bar\" viewBox=\"0 0 1000 30\" preserveAspectRatio=\"none\" ")
        .raw("role=\"img\" aria-label=\"")
        .text(what)
        .raw("\">\n");
    std::uint64_t used = 0;
    for (const BarPart& part : parts) {
        if (part.n == 0) continue;
        const double fraction = static_cast<double>(part.n) / static_cast<double>(sum);
        const auto width =
            visible_min + static_cast<std::uint64_t>(fraction * static_cast<double>(shared));
        html.raw("<rect class=\"").text(part.style).raw("\" x=\"").text(std::to_string(used));
        html.raw("\" y=\"0\" height=\"30\" width=\"").text(std::to_string(width));
        html.raw("\"><title>").text(part.label).raw(" ").number(part.n).raw("</title></rect>\n");
        used += width;
    }
    html.raw("</svg>\n");
}

}  // namespace shadowdiff::reports
