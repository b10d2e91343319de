// SPDX-License-Identifier: Apache-2.0
// The page's questions with their answers, each with a link to where more is told; and the
// question_places of its charts.
#include "reports/html_sections.hpp"
#include "reports/summary.hpp"
#include "reports/wording.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace shadowdiff::reports {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> question_places = {{
    {"requests", "ledger"},
    {"mismatch rate", "routes"},
    {"coverage", "coverage"},
    {"findings", "findings"},
    {"since", "findings"},
    {"ignored by rules", "set-aside"},
    {"accepted", "set-aside"},
    {"errors", "findings"},
    {"latency", "latency"},
    {"headers", "findings"},
    {"span", "run"},
    {"not verified", "not-verified"},
    {"to repeat", "run"},
}};

std::string_view place_of(std::string_view question) {
    for (const auto& [one, place] : question_places) {
        if (one == question) return place;
    }
    return "run";
}

}  // namespace

void write_questions(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"questions\" data-refresh aria-labelledby=\"questions-title\">\n")
        .raw("<h2 id=\"questions-title\">Before you sign</h2>\n")
        .raw("<div class=\"sheet pad\"><dl class=\"questions\">\n");
    for (const SummaryLine& line : summary(report)) {
        html.raw("<dt><a href=\"#").text(place_of(line.question)).raw("\">").text(line.question);
        html.element("</a></dt><dd>", line.answer, "</dd>\n");
    }
    html.raw("</dl></div>\n</section>\n");
}

// Drawn by the script, from the same numbers that stand in the tables.
void write_charts(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"time\" aria-labelledby=\"time-title\" hidden>\n")
        .raw("<h2 id=\"time-title\">Over time</h2>\n<p class=\"lead\">All routes together. The ")
        .raw("band is where the true rate of each step lies with ")
        .text(percent(report.gate_options.confidence))
        .raw(" confidence on each side.</p>\n<div id=\"charts\"></div>\n</section>\n");
}

}  // namespace shadowdiff::reports
