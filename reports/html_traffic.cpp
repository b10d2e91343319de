// SPDX-License-Identifier: Apache-2.0
// What the traffic was made of, on the page.
#include "reports/dimension_notes.hpp"
#include "reports/html_sections.hpp"
#include "reports/page_limits.hpp"
#include "reports/wording.hpp"

#include <map>
#include <string>

namespace shadowdiff::reports {

void write_traffic(HtmlWriter& html, const Report& report) {
    if (report.dimensions.empty()) return;
    html.raw("<section id=\"traffic\" data-refresh aria-labelledby=\"traffic-title\">\n")
        .raw("<h2 id=\"traffic-title\">Traffic</h2>\n<p class=\"lead\">What the requests were ")
        .raw(
            "made of that were judged, or excluded for what they are, and how many were "
            "judged.</p>\n")
        .raw("<div class=\"sheet scroll\" tabindex=\"0\" role=\"region\" ")
        .raw("aria-label=\"Traffic table\"><table><caption>Traffic</caption>\n")
        .raw("<thead><tr><th scope=\"col\">Of</th><th scope=\"col\">Value</th>")
        .raw("<th scope=\"col\" class=\"n\">Seen</th><th scope=\"col\" class=\"n\">Judged</th>")
        .raw("</tr></thead>\n<tbody>\n");
    std::map<std::string, std::size_t> listed;
    std::size_t unlisted = 0;
    for (const store::DimensionRow& row : report.dimensions) {
        if (listed[row.dimension]++ >= PageLimits{}.dimension_values_max) {
            ++unlisted;
            continue;
        }
        html.element("<tr><td>", dimension_words(row.dimension, report.run), "</td>");
        html.element("<th scope=\"row\" class=\"mono\">", row.value, "</th><td class=\"n\">");
        html.number(row.seen).raw("</td><td class=\"n\">").number(row.judged);
        html.raw("</td></tr>\n");
    }
    html.raw("</tbody>\n</table></div>\n");
    if (unlisted > 0) {
        html.raw("<p class=\"lead\">").number(report.dimensions.size() - unlisted);
        html.raw(" of ").number(report.dimensions.size());
        html.raw(" values listed; --format json lists all.</p>\n");
    }
    html.raw("</section>\n");
}

}  // namespace shadowdiff::reports
