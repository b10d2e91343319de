// SPDX-License-Identifier: Apache-2.0
// What the team set aside, on the page: by its rules, and by deciding about findings; and what an
// earlier run had that is gone.
#include "reports/decision_state.hpp"
#include "reports/html_sections.hpp"

#include <string>

namespace shadowdiff::reports {
namespace {

std::string_view state_words(DecisionState state) {
    switch (state) {
        case DecisionState::holds: return "does not count";
        case DecisionState::to_fix: return "counts until fixed";
        case DecisionState::expired: return "expired: counts again";
        case DecisionState::not_found: return "not found in this run";
    }
    return "";
}

void write_decision(HtmlWriter& html, const judge::FindingDecision& decision, DecisionState state) {
    html.element("<tr><th scope=\"row\" class=\"mono\">", decision.fingerprint, "</th>");
    html.element("<td>", name(decision.as), "</td>").element("<td>", decision.owner, "</td>");
    html.element("<td class=\"wide nowrap\">", decision.decided, "</td>");
    html.element("<td class=\"wide nowrap\">",
                 decision.expires.empty() ? "never" : decision.expires, "</td>");
    html.element("<td>", decision.reason, "</td>")
        .element("<td>", state_words(state), "</td></tr>\n");
}

void write_decisions(HtmlWriter& html, const Report& report) {
    bool is_any = !report.decisions.empty();
    for (const FindingEntry& entry : report.findings) is_any |= entry.decision.has_value();
    if (!is_any)
        return html.raw("<p class=\"pad soft\">No decision about a finding.</p>\n"), void();
    html.raw(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
            "aria-label=\"Decisions table\"><table><caption>Decisions</caption>\n<thead><tr>")
        .raw("<th scope=\"col\">Finding</th><th scope=\"col\">As</th><th scope=\"col\">Owner</th>")
        .raw("<th scope=\"col\" class=\"wide\">Decided</th>")
        .raw("<th scope=\"col\" class=\"wide\">Expires</th><th scope=\"col\">Reason</th>")
        .raw("<th scope=\"col\">State</th></tr></thead>\n<tbody>\n");
    for (const FindingEntry& entry : report.findings) {
        if (entry.decision) write_decision(html, *entry.decision, decision_state(entry));
    }
    for (const auto& decision : report.decisions) {
        write_decision(html, decision, DecisionState::not_found);
    }
    html.raw("</tbody>\n</table></div>\n");
}

void write_fixed(HtmlWriter& html, const Report& report) {
    if (report.fixed.empty()) return;
    html.raw(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Fixed since the "
            "earlier run\"><table><caption>Fixed since the earlier run</caption>\n<thead>")
        .raw("<tr><th scope=\"col\">Fixed</th><th scope=\"col\">Route</th>")
        .raw("<th scope=\"col\">Path</th><th scope=\"col\">Kind</th></tr></thead>\n<tbody>\n");
    for (const store::FindingRow& finding : report.fixed) {
        html.element("<tr><th scope=\"row\" class=\"mono\">", finding.fingerprint, "</th>");
        html.element("<td class=\"mono\">", finding.route, "</td>");
        html.element("<td class=\"mono\">", finding.pattern, "</td>");
        html.element("<td>", finding.kind, "</td></tr>\n");
    }
    html.raw("</tbody>\n</table></div>\n");
}

}  // namespace

void write_set_aside(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"set-aside\" data-refresh aria-labelledby=\"set-aside-title\">\n")
        .raw(
            "<h2 id=\"set-aside-title\">Set aside</h2>\n<p class=\"lead\">What your rules did not ")
        .raw("count, what was decided about findings, and what is gone since an earlier run.</p>\n")
        .raw("<div class=\"sheet\">\n");
    if (!report.rules.empty()) {
        html.raw("<ul class=\"open\">\n");
        for (const std::string& sentence : report.rules) {
            html.element("<li>", sentence, "</li>\n");
        }
        html.raw("</ul>\n");
    } else {
        html.raw("<p class=\"pad soft\">No rule set anything aside.</p>\n");
    }
    write_decisions(html, report);
    write_fixed(html, report);
    html.raw("</div>\n</section>\n");
}

}  // namespace shadowdiff::reports
