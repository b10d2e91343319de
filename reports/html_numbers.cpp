// SPDX-License-Identifier: Apache-2.0
// The counted parts of the page: banner, ledger, routes, noise, coverage.
#include "judge/verdict.hpp"
#include "reports/coverage_words.hpp"
#include "reports/html_sections.hpp"
#include "reports/wording.hpp"

#include <algorithm>
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

// Drawn in thousandths. What is there at all gets a width that can be seen; the rest is shared out.
void write_bar(HtmlWriter& html, const Report& report) {
    constexpr std::uint64_t whole = 1'000;
    constexpr std::uint64_t visible_min = 4;
    const auto parts = static_cast<std::uint64_t>(
        std::ranges::count_if(report.ledger, [](const LedgerLine& line) { return line.n > 0; }));
    const std::uint64_t shared = whole - std::min(whole, parts * visible_min);
    html.raw("<svg class=\"bar\" viewBox=\"0 0 1000 30\" preserveAspectRatio=\"none\" ")
        .raw("role=\"img\" aria-label=\"Share of each verdict; the numbers are in the table\">\n");
    std::uint64_t used = 0;
    for (const LedgerLine& line : report.ledger) {
        if (line.n == 0) continue;
        const double part = static_cast<double>(line.n) / static_cast<double>(report.ledger_sum);
        const auto width =
            visible_min + static_cast<std::uint64_t>(part * static_cast<double>(shared));
        html.raw("<rect class=\"v-").text(verdict_class(line.verdict));
        html.raw("\" x=\"").text(std::to_string(used)).raw("\" y=\"0\" height=\"30\" width=\"");
        html.text(std::to_string(width)).raw("\"><title>").text(as_words(line.verdict));
        html.raw(" ").number(line.n).raw("</title></rect>\n");
        used += width;
    }
    html.raw("</svg>\n");
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
                 "</td><td class=\"answer ");
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
    html.raw("<div class=\"banner ").text(answer_class(answer)).raw("\">\n<h1>").text(answer);
    html.raw("</h1>\n").element("<p class=\"sentence\">", gate_reason(report), "</p>\n");
    html.raw("<dl class=\"figures\">\n");
    write_figure(html, "Requests seen", grouped(report.seen),
                 report.crashed
                     ? "no end recorded"
                     : "in " + duration_words(report.run.ended_at_us - report.run.started_at_us));
    write_figure(html, "Judged", grouped(report.judged), share(report.judged, report.seen));
    write_figure(html, "Mismatches", grouped(report.mismatches),
                 report.low_mismatches == 0
                     ? "of medium or high severity"
                     : "medium or high; " + grouped(report.low_mismatches) + " more are low");
    write_figure(html, "Mismatch rate",
                 report.judged == 0 ? "–" : "≤ " + percent_at_most(report.upper_bound),
                 percent(report.gate_options.confidence) + " confidence");
    html.raw("</dl>\n</div>\n");
}

void write_ledger(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"ledger\" aria-labelledby=\"ledger-title\">\n")
        .raw("<h2 id=\"ledger-title\">Every request</h2>\n")
        .raw("<p class=\"lead\">What became of each request that was seen, counted once.</p>\n");
    if (!report.balances()) {
        html.element("<p class=\"alarm\" role=\"alert\">", balance_sentence(report), "</p>\n");
    }
    html.raw("<div class=\"sheet\">\n<div class=\"pad\">\n");
    write_bar(html, report);
    html.raw("</div>\n<div class=\"scroll\"><table><caption>Ledger</caption>\n")
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
    html.raw("<section id=\"routes\" aria-labelledby=\"routes-title\">\n")
        .raw("<h2 id=\"routes-title\">Routes <span class=\"count\">")
        .number(report.routes.size())
        .raw("</span></h2>\n<p class=\"lead\">The limit is ")
        .text(percent(report.gate_options.mismatch_rate_max))
        .raw(" of each route; “at most” is the exact upper bound with ")
        .text(percent(report.gate_options.confidence))
        .raw(" confidence.</p>\n<div class=\"sheet scroll\"><table><caption>Routes</caption>\n")
        .raw("<thead><tr><th scope=\"col\">Route</th><th scope=\"col\" class=\"n wide\">Seen</th>")
        .raw("<th scope=\"col\" class=\"n wide\">Judged</th>")
        .raw("<th scope=\"col\" class=\"n\">Mismatches</th>")
        .raw("<th scope=\"col\" class=\"n\">At most</th><th scope=\"col\">Answer</th></tr></thead>")
        .raw("\n<tbody>\n");
    for (const RouteLine& line : report.routes) write_route(html, line);
    html.raw("</tbody>\n</table></div>\n</section>\n");
}

void write_noise(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"noise\" aria-labelledby=\"noise-title\">\n")
        .raw("<h2 id=\"noise-title\">Noise</h2>\n")
        .raw("<p class=\"lead\">Where legacy differs from itself: there, a difference of the ")
        .raw("candidate is no evidence.</p>\n");
    if (report.noise.empty()) {
        html.raw("<div class=\"sheet pad soft\">None was seen.</div>\n</section>\n");
        return;
    }
    html.raw("<div class=\"sheet scroll\"><table><caption>Noise</caption>\n")
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
    html.raw("</tbody>\n</table></div>\n</section>\n");
}

void write_coverage(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"coverage\" aria-labelledby=\"coverage-title\">\n")
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
