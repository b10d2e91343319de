// SPDX-License-Identifier: Apache-2.0
// What is known of chance, on the page: where legacy differs from itself, and where the candidate
// differs oftener than that.
#include "reports/html_sections.hpp"
#include "reports/wording.hpp"

namespace shadowdiff::reports {
namespace {

void write_noise_table(HtmlWriter& html, const Report& report) {
    if (report.noise.empty()) {
        html.raw("<div class=\"sheet pad soft\">None was seen.</div>\n");
        return;
    }
    html.raw(
            "<div class=\"sheet scroll\" tabindex=\"0\" role=\"region\" "
            "aria-label=\"Noise table\"><table><caption>Noise</caption>\n")
        .raw("<thead><tr><th scope=\"col\">Route</th><th scope=\"col\">Path</th>")
        .raw(
            "<th scope=\"col\" class=\"wide\">Kind</th><th scope=\"col\" class=\"n\">Differed</th>")
        .raw("<th scope=\"col\" class=\"n\">Of pairs</th></tr></thead>\n<tbody>\n");
    for (const store::NoiseRow& row : report.noise) {
        html.element("<tr><th scope=\"row\" class=\"mono\">", row.route, "</th>");
        html.element("<td class=\"mono\">", row.pattern, "</td>");
        html.element("<td class=\"wide\">", row.kind, "</td><td class=\"n\">").number(row.differed);
        html.raw("</td><td class=\"n\">").number(row.compared).raw("</td></tr>\n");
    }
    html.raw("</tbody>\n</table></div>\n");
}

void write_odd_one_out(HtmlWriter& html, const Report& report) {
    if (report.odd_one_out.empty()) return;
    html.raw("<p class=\"lead\">The odd one out of three answers: oftener the candidate than ")
        .raw("legacy’s own second answer, and too often for chance.</p>\n")
        .raw("<div class=\"sheet scroll\" tabindex=\"0\" role=\"region\" ")
        .raw("aria-label=\"Odd one out table\"><table><caption>Odd one out</caption>\n")
        .raw("<thead><tr><th scope=\"col\">Route</th><th scope=\"col\">Path</th>")
        .raw("<th scope=\"col\" class=\"wide\">Kind</th>")
        .raw(
            "<th scope=\"col\" class=\"n\">Legacy</th><th scope=\"col\" class=\"n\">Candidate</th>")
        .raw("<th scope=\"col\" class=\"n wide\">Of exchanges</th>")
        .raw("<th scope=\"col\" class=\"n wide\">q</th></tr></thead>\n<tbody>\n");
    for (const store::OddOneOutRow& row : report.odd_one_out) {
        html.element("<tr><th scope=\"row\" class=\"mono\">", row.route, "</th>");
        html.element("<td class=\"mono\">", row.pattern, "</td>");
        html.element("<td class=\"wide\">", row.kind, "</td><td class=\"n\">")
            .number(row.only_legacy);
        html.raw("</td><td class=\"n\">").number(row.only_candidate);
        html.raw("</td><td class=\"n wide\">").number(row.present);
        html.element("</td><td class=\"n wide\">", probability(row.q), "</td></tr>\n");
    }
    html.raw("</tbody>\n</table></div>\n");
}

}  // namespace

void write_noise(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"noise\" data-refresh aria-labelledby=\"noise-title\">\n")
        .raw("<h2 id=\"noise-title\">Noise</h2>\n")
        .raw("<p class=\"lead\">Where legacy differs from itself: there, a difference of the ")
        .raw("candidate is no evidence.</p>\n");
    write_noise_table(html, report);
    write_odd_one_out(html, report);
    html.raw("</section>\n");
}

}  // namespace shadowdiff::reports
