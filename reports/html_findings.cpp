// SPDX-License-Identifier: Apache-2.0
// The findings of the page, for readers without its script: the gravest, one line each. The script
// puts its list of all in their place.
#include "diff/difference.hpp"
#include "reports/cause_notes.hpp"
#include "reports/html_sections.hpp"
#include "reports/page_limits.hpp"
#include "reports/value_words.hpp"
#include "reports/wording.hpp"

#include <algorithm>
#include <string_view>

namespace shadowdiff::reports {
namespace {

// A known name only, since it becomes part of a class.
std::string_view severity_class(std::string_view severity) {
    const auto known = diff::severity_from_name(severity);
    return known ? name(*known) : "none";
}

void write_finding(HtmlWriter& html, const FindingEntry& entry) {
    const store::FindingRow& finding = entry.finding;
    const auto values = value_words(finding);
    html.raw("<tr><td><span class=\"chip ").text(severity_class(finding.severity)).raw("\">");
    html.text(finding.severity).raw("</span></td><th scope=\"row\">").text(finding.route);
    html.element(" <code>", finding.pattern, "</code><div class=\"where\">");
    html.text(kind_words(finding.kind, entry.hint))
        .raw(": legacy ")
        .element("<span class=\"val\">", values.legacy, "");
    html.raw("</span><span class=\"arrow\">→</span>candidate ");
    html.element("<span class=\"val\">", values.candidate, "</span></div>");
    if (const auto moving = moving_words(entry.trend); !moving.empty()) {
        html.element("<div class=\"where\">", moving, "</div>");
    }
    html.raw("</th>");
    html.element("<td class=\"mono wide\">", finding.fingerprint, "</td><td class=\"n\">");
    html.number(finding.exchanges).raw("</td></tr>\n");
}

}  // namespace

void write_findings(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"findings\" aria-labelledby=\"findings-title\">\n")
        .raw("<h2 id=\"findings-title\" data-refresh>Findings <span class=\"count\">")
        .number(report.findings.size())
        .raw(
            "</span></h2>\n<p class=\"lead\">One line for each place where the candidate differs, ")
        .raw("the gravest first.</p>\n");
    auto notes = cause_notes(report);
    notes.insert(notes.end(), report.in_common.begin(), report.in_common.end());
    // There without notes too, so that a page that is served has a place for those that come.
    html.raw("<div id=\"notes\" data-refresh");
    if (!notes.empty()) html.raw(" class=\"sheet notes\"");
    html.raw(">");
    if (!notes.empty()) {
        html.raw("<ul class=\"open\">\n");
        for (const std::string& note : notes) html.element("<li>", note, "</li>\n");
        html.raw("</ul>");
    }
    html.raw("</div>\n");
    html.raw("<div id=\"list\">\n");
    if (report.findings.empty()) {
        html.raw("<div class=\"sheet pad soft\">None.</div>\n</div>\n</section>\n");
        return;
    }
    html.raw(
            "<div class=\"sheet scroll\" tabindex=\"0\" role=\"region\" "
            "aria-label=\"Findings table\"><table><caption>Findings</caption>\n<thead><tr>")
        .raw("<th scope=\"col\">Severity</th><th scope=\"col\">Where</th>")
        .raw("<th scope=\"col\" class=\"wide\">Finding</th>")
        .raw("<th scope=\"col\" class=\"n\">Exchanges</th></tr></thead>\n<tbody>\n");
    const auto listed = std::min(report.findings.size(), PageLimits{}.plain_findings_max);
    for (std::size_t i = 0; i < listed; ++i) write_finding(html, report.findings[i]);
    html.raw("</tbody>\n</table></div>\n");
    if (listed < report.findings.size()) {
        html.raw("<p class=\"lead\">And ").number(report.findings.size() - listed);
        html.raw(" more: all are listed where JavaScript may run, and by --format json.</p>\n");
    }
    html.raw("</div>\n</section>\n");
}

}  // namespace shadowdiff::reports
