// SPDX-License-Identifier: Apache-2.0
// The page: one file that needs nothing else, asks nobody for anything, and may run only the style
// and the script whose hashes it names.
#include "reports/failure_notes.hpp"
#include "reports/html_sections.hpp"
#include "reports/page.hpp"
#include "reports/page_data.hpp"
#include "reports/render.hpp"
#include "reports/status_notes.hpp"
#include "reports/wording.hpp"

#include <string_view>

namespace shadowdiff::reports {
namespace {

// A page that is served asks its own server for news, and nobody else.
void write_head(HtmlWriter& html, const Report& report, bool is_live) {
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ")
        .trusted(content_hash(page_style()))
        .raw("; script-src ")
        .trusted(content_hash(page_script()));
    if (is_live) html.raw("; connect-src 'self'");
    html.raw("; base-uri 'none'; form-action 'none'\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"referrer\" content=\"no-referrer\">\n<title>")
        .text(name(report.gate.answer))
        .raw(" · shadowdiff report · ")
        .text(report.run.source)
        .raw("</title>\n<style>")
        .trusted(page_style())
        .raw("</style>\n</head>\n");
}

void write_top(HtmlWriter& html, const Report& report) {
    html.raw("<header class=\"top\"><div class=\"wrap\">\n")
        .raw("<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n")
        .raw("<p class=\"brand\"><span class=\"name\">shadowdiff report</span>")
        .raw("<span class=\"sub\">")
        .text(report.run.source)
        .raw(" · ")
        .text(utc_time(report.run.started_at_us))
        .raw("</span><span id=\"live\" role=\"status\"></span></p>\n")
        .raw("<nav aria-label=\"Sections\"><a href=\"#questions\">Before you sign</a>")
        .raw("<a href=\"#ledger\">Requests</a><a href=\"#findings\">Findings</a>")
        .raw("<a href=\"#routes\">Routes</a><a href=\"#latency\">Latency</a>")
        .raw("<a href=\"#set-aside\">Set aside</a><a href=\"#noise\">Noise</a>");
    if (!report.dimensions.empty()) html.raw("<a href=\"#traffic\">Traffic</a>");
    html.raw("<a href=\"#coverage\">Coverage</a><a href=\"#not-verified\">Not verified</a>")
        .raw("<a href=\"#run\">Run</a></nav>\n")
        .raw("</div></header>\n");
}

void write_not_verified(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"not-verified\" data-refresh aria-labelledby=\"not-verified-title\">\n")
        .raw("<h2 id=\"not-verified-title\">Not verified</h2>\n")
        .raw("<p class=\"lead\">What this run does not show.</p>\n")
        .raw("<div class=\"sheet\"><ul class=\"open\">\n");
    for (const std::string& sentence : report.not_verified) {
        html.element("<li>", sentence, "</li>\n");
    }
    for (const std::string& sentence : error_notes(report.statuses)) {
        html.element("<li>Errors by status: ", sentence, "</li>\n");
    }
    for (const std::string& sentence : failure_notes(report.failures)) {
        html.element("<li>Answers that failed: ", sentence, "</li>\n");
    }
    html.raw("</ul></div>\n</section>\n");
}

void write_fact(HtmlWriter& html, std::string_view label, std::string_view value) {
    html.element("<dt>", label, "</dt>").element("<dd>", value, "</dd>\n");
}

void write_run(HtmlWriter& html, const Report& report) {
    const store::RunRow& run = report.run;
    html.raw(
            "<section id=\"run\" data-refresh aria-labelledby=\"run-title\">\n<h2 "
            "id=\"run-title\">Run</h2>\n")
        .raw("<div class=\"sheet pad\"><dl class=\"facts\">\n");
    write_fact(html, "Source", run.source);
    write_fact(html, "Legacy", run.legacy);
    write_fact(html, "Candidate", run.candidate);
    write_fact(html, "Secondary", run.secondary.empty() ? "none" : run.secondary);
    write_fact(html, "Methods", run.method_policy);
    write_fact(html, "Started", utc_time(run.started_at_us));
    write_fact(html, "Ended", report.crashed ? "no end recorded" : utc_time(run.ended_at_us));
    write_fact(html, "Exchanges kept", grouped(report.kept_exchanges));
    write_fact(html, "Version", "shadowdiff " + run.version);
    html.raw("</dl></div>\n</section>\n");
}

}  // namespace

std::string render_html(const Report& report, const PageOptions& options) {
    HtmlWriter html;
    write_head(html, report, options.is_live);
    html.raw("<body");
    if (options.is_live) html.raw(" data-live");
    html.raw(">\n");
    write_top(html, report);
    html.raw("<main class=\"wrap\">\n");
    write_banner(html, report);
    write_questions(html, report);
    write_charts(html, report);
    write_ledger(html, report);
    write_findings(html, report);
    write_routes(html, report);
    write_latency(html, report);
    write_set_aside(html, report);
    write_noise(html, report);
    write_traffic(html, report);
    write_coverage(html, report);
    write_not_verified(html, report);
    write_run(html, report);
    html.raw("</main>\n<footer class=\"wrap\">Made by shadowdiff ").text(report.run.version);
    html.raw(". Credentials were replaced before anything was stored.</footer>\n")
        .raw("<script type=\"application/json\" id=\"data\">")
        .trusted(page_data(report))
        .raw("</script>\n<script>")
        .trusted(page_script())
        .raw("</script>\n</body>\n</html>\n");
    return html.take();
}

}  // namespace shadowdiff::reports
