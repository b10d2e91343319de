// SPDX-License-Identifier: Apache-2.0
// What the team set aside, on the page: by its rules, and by deciding about findings; and what an
// earlier run had that is gone.
#include "reports/decision_state.hpp"
#include "reports/html_sections.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {
namespace {

void write_decision(HtmlWriter& html, const judge::FindingDecision& decision, DecisionState state) {
    html.element("<tr><th scope=\"row\" class=\"mono\">", decision.fingerprint, "</th>");
    html.element("<td>", name(decision.as), "</td>").element("<td>", decision.owner, "</td>");
    html.element("<td class=\"wide nowrap\">", decision.decided, "</td>");
    html.element("<td class=\"wide nowrap\">",
                 decision.expires.empty() ? "never" : decision.expires, "</td>");
    html.element("<td>", decision.reason, "</td>").element("<td>", words(state), "</td></tr>\n");
}

void write_decisions(HtmlWriter& html, const Report& report) {
    const auto decisions = stated_decisions(report);
    if (decisions.empty())
        return html.raw("<p class=\"pad soft\">No decision about a finding.</p>\n"), void();
    html.raw(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
            "aria-label=\"Decisions table\"><table><caption>Decisions</caption>\n<thead><tr>")
        .raw("<th scope=\"col\">Finding</th><th scope=\"col\">As</th><th scope=\"col\">Owner</th>")
        .raw("<th scope=\"col\" class=\"wide\">Decided</th>")
        .raw("<th scope=\"col\" class=\"wide\">Expires</th><th scope=\"col\">Reason</th>")
        .raw("<th scope=\"col\">State</th></tr></thead>\n<tbody>\n");
    for (const auto& stated : decisions) write_decision(html, stated.decision, stated.state);
    html.raw("</tbody>\n</table></div>\n");
}

void write_gone(HtmlWriter& html, const std::vector<GoneFinding>& gone, std::string_view title,
                std::string_view head) {
    if (gone.empty()) return;
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").text(title);
    html.raw("\"><table><caption>").text(title).raw("</caption>\n<thead><tr>");
    html.element("<th scope=\"col\">", head, "</th><th scope=\"col\">Route</th>")
        .raw("<th scope=\"col\">Path</th><th scope=\"col\">Kind</th>")
        .raw("<th scope=\"col\" class=\"n\">Then</th>")
        .raw("<th scope=\"col\" class=\"n\">Now</th></tr></thead>\n<tbody>\n");
    for (const GoneFinding& one : gone) {
        const auto& finding = one.before;
        html.element("<tr><th scope=\"row\" class=\"mono\">", finding.fingerprint, "</th>");
        html.element("<td class=\"mono\">", finding.route, "</td>");
        html.element("<td class=\"mono\">", finding.pattern, "</td>");
        html.element("<td>", finding.kind, "</td>");
        const auto then =
            fmt::format("{} of {}", grouped(finding.exchanges), grouped(one.judged_before));
        html.element("<td class=\"n nowrap\">", then, "</td>");
        html.element("<td class=\"n nowrap\">", "0 of " + grouped(one.judged), "</td></tr>\n");
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
    write_gone(html, report.fixed, "Fixed since the earlier run", "Fixed");
    write_gone(html, report.not_seen, "Not seen, in too few exchanges to say that it is fixed",
               "Not seen");
    html.raw("</div>\n</section>\n");
}

}  // namespace shadowdiff::reports
