// SPDX-License-Identifier: Apache-2.0
// The counted parts of the page: banner, ledger, routes, coverage.
#include "judge/verdict.hpp"
#include "reports/coverage_words.hpp"
#include "reports/html_bar.hpp"
#include "reports/html_sections.hpp"
#include "reports/wording.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace shadowdiff::reports {
namespace {

void write_figure(HtmlWriter& html, std::string_view label, std::string_view value,
                  std::string_view of) {
    html.raw("<div><dt>").text(label).raw("</dt><dd>").text(value);
    html.element("<span class=\"of\">", of, "</span></dd></div>\n");
}

std::string_view verdict_class(std::string_view verdict) {
    const auto known = judge::verdict_from_name(verdict);
    return known ? name(*known) : "other";
}

std::string_view readiness_class(const RouteLine& line) {
    if (line.readiness == "ready to cut over") return "r-ready";
    if (line.readiness == "cut over") return "r-cut-over";
    if (line.readiness == "clean so far") return "r-clean";
    if (line.readiness == "collecting") return "r-collecting";
    if (line.readiness == "drifting") return "r-drifting";
    return line.readiness.empty() ? "r-none" : "r-not-ready";
}

std::string_view readiness_words(const RouteLine& line) {
    return line.readiness.empty() ? std::string_view{"not compared"} : line.readiness;
}

// In the order of a migration: from what may go to what must not.
void write_readiness(HtmlWriter& html, const Report& report) {
    constexpr std::array<std::string_view, 7> order = {
        "r-cut-over", "r-ready", "r-clean", "r-collecting", "r-drifting", "r-not-ready", "r-none"};
    std::vector<BarPart> parts;
    for (const auto style : order) parts.push_back({std::string{style}, "", 0});
    for (const RouteLine& line : report.routes) {
        auto& part = *std::ranges::find(parts, readiness_class(line), &BarPart::style);
        part.label = readiness_words(line);
        ++part.n;
    }
    html.raw("<div class=\"pad\">\n");
    write_bar(html, parts, "Routes by readiness; the numbers are in the list below");
    html.raw("<ul class=\"keys\">");
    for (const BarPart& part : parts) {
        if (part.n == 0) continue;
        html.raw("<li><span class=\"key ").text(part.style).raw("\"></span>").text(part.label);
        html.raw(" <b>").number(part.n).raw("</b></li>");
    }
    html.raw("</ul>\n</div>\n");
}

void write_route(HtmlWriter& html, const RouteLine& line) {
    html.element("<tr><th scope=\"row\" class=\"mono\">", line.route, "</th><td class=\"n wide\">");
    html.number(line.seen).raw("</td><td class=\"n wide\">").number(line.judged).raw("</td>");
    if (line.mismatches > 0) {
        html.raw("<td class=\"n hot\">").number(line.mismatches).raw("</td>");
    } else {
        html.raw("<td class=\"n\">0</td>");
    }
    html.element("<td class=\"n\">", line.judged == 0 ? "–" : percent_at_most(line.upper_bound),
                 "</td><td class=\"n wide soft\">");
    html.text(line.more_needed == 0 ? "–" : grouped(line.more_needed));
    html.raw("</td><td class=\"nowrap wide\"><span class=\"key ").text(readiness_class(line));
    html.element("\"></span>", readiness_words(line), "</td><td class=\"answer ");
    html.text(answer_class(line.answer)).raw("\">");
    html.text(line.answer.empty() ? "not compared" : line.answer).raw("</td></tr>\n");
}

}  // namespace

std::string_view answer_class(std::string_view answer) {
    if (answer == name(judge::GateAnswer::go)) return "go";
    if (answer == name(judge::GateAnswer::no_go)) return "no-go";
    return answer.empty() ? "none" : "inconclusive";
}

void write_banner(HtmlWriter& html, const Report& report) {
    const std::string_view answer = name(report.gate.answer);
    html.raw("<div id=\"answer\" data-refresh class=\"banner ")
        .text(answer_class(answer))
        .raw("\">\n<h1>")
        .text(answer);
    html.raw("</h1>\n").element("<p class=\"sentence\">", gate_reason(report), "</p>\n");
    html.raw("<dl class=\"figures\">\n");
    write_figure(html, "Requests seen", grouped(report.seen),
                 report.crashed
                     ? "no end recorded"
                     : "in " + duration_words(report.run.ended_at_us - report.run.started_at_us));
    write_figure(html, "Judged", grouped(report.judged), share(report.judged, report.seen));
    write_figure(
        html, "Mismatches", grouped(report.mismatches),
        report.low_mismatches == 0
            ? "of medium or high severity"
            : "medium or high; " + counted(report.low_mismatches, "more is low", "more are low"));
    write_figure(html, "Mismatch rate",
                 report.judged == 0 ? "–" : "≤ " + percent_at_most(report.upper_bound),
                 percent(report.gate_options.confidence) + " confidence");
    html.raw("</dl>\n</div>\n");
}

void write_ledger(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"ledger\" data-refresh aria-labelledby=\"ledger-title\">\n")
        .raw("<h2 id=\"ledger-title\">Every request</h2>\n")
        .raw("<p class=\"lead\">What became of each request that was seen, counted once.</p>\n");
    if (!report.balances()) {
        html.element("<p class=\"alarm\" role=\"alert\">", balance_sentence(report), "</p>\n");
    }
    html.raw("<div class=\"sheet\">\n<div class=\"pad\">\n");
    std::vector<BarPart> parts;
    for (const LedgerLine& line : report.ledger) {
        parts.push_back(
            {"v-" + std::string{verdict_class(line.verdict)},
             as_words(line.verdict) + (line.reason.empty() ? "" : ", ") + as_words(line.reason),
             line.n});
    }
    write_bar(html, parts, "Share of each verdict; the numbers are in the table");
    html.raw(
            "</div>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
            "aria-label=\"Ledger table\"><table><caption>Ledger</caption>\n")
        .raw("<thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Reason</th>")
        .raw("<th scope=\"col\" class=\"n\">Requests</th><th scope=\"col\" class=\"n\">Share</th>")
        .raw("</tr></thead>\n<tbody>\n");
    for (const LedgerLine& line : report.ledger) {
        html.raw("<tr><th scope=\"row\"><span class=\"key v-").text(verdict_class(line.verdict));
        html.raw("\"></span>").text(as_words(line.verdict));
        html.element("</th><td class=\"soft\">", as_words(line.reason), "</td><td class=\"n\">");
        html.number(line.n).element("</td><td class=\"n soft\">", share(line.n, report.seen),
                                    "</td></tr>\n");
    }
    html.raw("</tbody>\n<tfoot><tr><th scope=\"row\">seen</th><td class=\"soft\">")
        .text(balance_sentence(report))
        .raw("</td><td class=\"n\">")
        .number(report.seen)
        .raw("</td><td></td></tr></tfoot>\n</table></div>\n</div>\n</section>\n");
}

void write_routes(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"routes\" data-refresh aria-labelledby=\"routes-title\">\n")
        .raw("<h2 id=\"routes-title\">Routes <span class=\"count\">")
        .number(report.routes.size())
        .raw("</span></h2>\n<p class=\"lead\">The limit is ")
        .text(percent(report.gate_options.mismatch_rate_max))
        .raw(" of each route; “at most” is the exact upper bound with ")
        .text(percent(report.gate_options.confidence))
        .raw(" confidence.</p>\n<div class=\"sheet\">\n");
    if (!report.routes.empty()) write_readiness(html, report);
    html.raw(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
            "aria-label=\"Routes table\"><table><caption>Routes</caption>\n")
        .raw("<thead><tr><th scope=\"col\">Route</th><th scope=\"col\" class=\"n wide\">Seen</th>")
        .raw("<th scope=\"col\" class=\"n wide\">Judged</th>")
        .raw("<th scope=\"col\" class=\"n\">Mismatches</th>")
        .raw("<th scope=\"col\" class=\"n\">At most</th>")
        .raw("<th scope=\"col\" class=\"n wide\">Still needed</th>")
        .raw("<th scope=\"col\" class=\"wide\">Readiness</th><th scope=\"col\">Answer</th></tr>")
        .raw("</thead>")
        .raw("\n<tbody>\n");
    for (const RouteLine& line : report.routes) write_route(html, line);
    html.raw("</tbody>\n</table></div>\n</div>\n</section>\n");
}

void write_coverage(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"coverage\" data-refresh aria-labelledby=\"coverage-title\">\n")
        .raw("<h2 id=\"coverage-title\">Coverage</h2>\n<p class=\"lead\">What the capture could ")
        .raw("not see stands beside the ledger: what was never recognised as a request cannot be ")
        .raw("in it.</p>\n");
    if (report.coverage.empty()) {
        html.raw("<div class=\"sheet pad soft\">No loss is known.</div>\n</section>\n");
        return;
    }
    html.raw("<div class=\"sheet\"><ul class=\"open\">\n");
    for (const store::CoverageRow& row : report.coverage) {
        html.raw("<li>").text(coverage_words(row));
        if (!is_loss(row)) html.raw(" <span class=\"soft\">(set aside, no loss)</span>");
        html.raw("</li>\n");
    }
    html.raw("</ul></div>\n</section>\n");
}

}  // namespace shadowdiff::reports
