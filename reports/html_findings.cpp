// SPDX-License-Identifier: Apache-2.0
// The findings of the page, each with the exchange that shows it.
#include "base/limits.hpp"
#include "diff/difference.hpp"
#include "reports/exchange_view.hpp"
#include "reports/html_sections.hpp"
#include "reports/render.hpp"
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

void write_line(HtmlWriter& html, const TextLine& line) {
    switch (line.mark) {
        case TextLine::Mark::none: html.raw("<span>"); break;
        case TextLine::Mark::changed: html.raw("<span class=\"changed\">"); break;
        case TextLine::Mark::left_out: html.raw("<span class=\"left-out\">"); break;
    }
    html.text(line.text).raw("</span>");
}

void write_lines(HtmlWriter& html, const std::vector<TextLine>& lines) {
    if (lines.empty()) return;
    html.raw("<pre class=\"lines\">");
    for (const TextLine& line : lines) write_line(html, line);
    html.raw("</pre>\n");
}

void write_side(HtmlWriter& html, const AnswerView& answer) {
    html.raw("<div class=\"side\">\n<header><h4>").text(answer.leg);
    html.raw(" <span class=\"outcome");
    if (answer.is_changed) html.raw(" changed");
    html.raw("\">").text(answer.outcome).raw("</span></h4>\n");
    html.element("<p class=\"meta\">", answer.facts, "</p></header>\n");
    write_lines(html, answer.headers);
    write_lines(html, answer.body);
    if (!answer.body_note.empty()) {
        html.element("<pre class=\"lines\"><span class=\"note\">", answer.body_note,
                     "</span></pre>\n");
    }
    html.raw("</div>\n");
}

void write_request(HtmlWriter& html, const ExchangeView& view) {
    html.raw("<details><summary>The request</summary>\n<pre class=\"lines alone\"><span>");
    html.text(view.request_line).raw("</span>");
    for (const TextLine& line : view.request_headers) write_line(html, line);
    if (!view.request_body.empty()) html.raw("<span> </span>");
    for (const TextLine& line : view.request_body) write_line(html, line);
    html.raw("</pre>\n</details>\n");
}

// A command that is cut would be another command, so that one too long is not shown at all.
void write_command(HtmlWriter& html, std::string_view title, const store::ExchangeRow& exchange,
                   std::string_view base_url) {
    const std::string command = render_curl(exchange, base_url);
    html.raw("<details><summary>").text(title).raw("</summary>\n");
    if (command.size() > ReportLimits{}.page_command_bytes_max) {
        html.raw("<p class=\"meta\">Too long for this page: shadowdiff show RUN.db ");
        html.text(exchange.id).raw(" --curl prints it.</p>\n</details>\n");
        return;
    }
    html.raw("<pre class=\"command\" tabindex=\"0\">").lines(command);
    html.raw("</pre>\n</details>\n");
}

void write_commands(HtmlWriter& html, const store::ExchangeRow& exchange, const Report& report) {
    write_command(html, "Ask the candidate again (curl)", exchange, report.run.candidate);
    if (!report.run.legacy.contains("://")) return;  // it was only observed
    write_command(html, "Ask legacy again (curl)", exchange, report.run.legacy);
}

void write_example(HtmlWriter& html, const store::ExchangeRow& exchange, const Report& report) {
    const ExchangeView view = make_view(exchange);
    html.element("<p class=\"why\">", exchange.why, "</p>\n");
    html.raw("<h4>").text(view.request_line).raw("</h4>\n<div class=\"sides\">\n");
    write_side(html, view.legacy);
    write_side(html, view.candidate);
    html.raw("</div>\n");
    for (const std::string& further : view.further) {
        html.element("<p class=\"meta\">", further, "</p>\n");
    }
    write_request(html, view);
    write_commands(html, exchange, report);
}

void write_summary(HtmlWriter& html, const store::FindingRow& finding) {
    const auto values =
        value_words(finding.kind, finding.example_legacy, finding.example_candidate);
    html.raw("<summary><span class=\"chip ").text(severity_class(finding.severity)).raw("\">");
    html.text(finding.severity).raw("</span>\n<h3>").text(finding.route);
    html.element(" <code class=\"path\">", finding.pattern, "</code></h3>\n<span class=\"times\">");
    html.text(counted(finding.exchanges, "exchange", "exchanges"));
    html.raw("</span><span class=\"turn\" aria-hidden=\"true\">›</span>\n<span class=\"where\">");
    html.text(finding.kind)
        .raw(": legacy ")
        .element("<span class=\"val\">", values.legacy, "</span><span class=\"arrow\">→</span>");
    html.raw("candidate ")
        .element("<span class=\"val\">", values.candidate, "</span></span></summary>\n");
}

void write_finding(HtmlWriter& html, const FindingEntry& entry, bool with_example,
                   const Report& report) {
    const store::FindingRow& finding = entry.finding;
    html.raw("<details class=\"finding\" data-severity=\"").text(severity_class(finding.severity));
    html.raw("\" id=\"finding-").text(finding.fingerprint).raw("\">\n");
    write_summary(html, finding);
    html.raw("<div class=\"inside\">\n");
    if (with_example && !entry.example.id.empty()) write_example(html, entry.example, report);
    html.raw("<p class=\"meta\">finding ").text(finding.fingerprint);
    html.raw(" · ").text(counted(finding.places, "place", "places"));
    html.raw(" · first seen ").text(utc_time(finding.first_seen_us));
    html.raw(", last ").text(utc_time(finding.last_seen_us));
    html.raw(" · exchange ").text(finding.example_id).raw(" · path ").text(finding.example_path);
    html.raw("</p>\n</div>\n</details>\n");
}

}  // namespace

void write_findings(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"findings\" aria-labelledby=\"findings-title\">\n")
        .raw("<h2 id=\"findings-title\">Findings <span class=\"count\">")
        .number(report.findings.size())
        .raw(
            "</span></h2>\n<p class=\"lead\">One line for each place where the candidate differs, ")
        .raw("the gravest first. Open one to see both answers.</p>\n");
    if (report.findings.empty()) {
        html.raw("<div class=\"sheet pad soft\">None.</div>\n</section>\n");
        return;
    }
    html.raw("<form class=\"filter\" hidden>\n<label>Filter <input type=\"search\" name=\"text\" ")
        .raw("placeholder=\"route, path, kind or value\"></label>\n")
        .raw("<label><input type=\"checkbox\" value=\"high\" checked> high</label>\n")
        .raw("<label><input type=\"checkbox\" value=\"medium\" checked> medium</label>\n")
        .raw("<label><input type=\"checkbox\" value=\"low\" checked> low</label>\n")
        .raw("<output aria-live=\"polite\"></output>\n</form>\n<div class=\"sheet\">\n");
    for (std::size_t i = 0; i < report.findings.size(); ++i) {
        write_finding(html, report.findings[i], i < ReportLimits{}.page_examples_max, report);
    }
    html.raw("</div>\n</section>\n");
}

}  // namespace shadowdiff::reports
