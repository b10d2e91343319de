// SPDX-License-Identifier: Apache-2.0
// The times of both legs on the page, by route.
#include "reports/html_sections.hpp"
#include "reports/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace shadowdiff::reports {
namespace {

std::string three_quantiles(const Sketch& sketch) {
    std::string text;
    for (const double q : {0.5, 0.95, 0.99}) {
        const auto us = static_cast<std::int64_t>(sketch.quantile(q).value_or(0));
        text += (text.empty() ? "" : " / ") + latency_words(us);
    }
    return text;
}

// The quantile for which the line says what it says: one that is slower, else one that nobody can
// tell, else the 95th.
const judge::QuantileComparison* telling_quantile(const LatencyLine& line) {
    const auto find = [&](auto is_it) {
        const auto found = std::ranges::find_if(line.quantiles, is_it);
        return found == line.quantiles.end() ? nullptr : &*found;
    };
    using judge::Speed;
    if (const auto* one = find([](const auto& q) { return q.speed == Speed::slower; })) return one;
    if (const auto* one = find([](const auto& q) { return q.speed != Speed::not_slower; }))
        return one;
    return find([](const auto& q) { return q.quantile == 0.95; });
}

// "p95 ×0.91 (0.88 to 0.95)"
std::string ratio_words(const LatencyLine& line) {
    const auto* one = telling_quantile(line);
    if (one == nullptr) return "indicative";
    const auto name = fmt::format("p{:.0f}", one->quantile * 100);
    if (one->pairs < one->pairs_min) return name + " too few";
    return fmt::format("{} ×{:.2f} ({:.2f} to {:.2f})", name, one->ratio, one->ratio_lower,
                       one->ratio_upper);
}

std::string_view speed_words(const LatencyLine& line) {
    std::string_view words = "not slower";
    for (const auto& one : line.quantiles) {
        if (one.speed == judge::Speed::slower) return "slower";
        if (one.speed != judge::Speed::not_slower) words = "unsure";
    }
    return line.is_indicative ? "indicative" : words;
}

std::string_view speed_class(std::string_view words) {
    if (words == "slower") return "no-go";
    if (words == "not slower") return "go";
    return words == "unsure" ? "inconclusive" : "none";
}

void write_line(HtmlWriter& html, const LatencyLine& line) {
    html.element("<tr><th scope=\"row\" class=\"mono\">", line.route, "</th><td class=\"n wide\">");
    html.number(line.candidate.count());
    html.element("</td><td class=\"n\">", three_quantiles(line.legacy), "</td>");
    html.element("<td class=\"n\">", three_quantiles(line.candidate), "</td>");
    html.element("<td class=\"n wide\">", ratio_words(line), "</td><td class=\"answer ");
    html.text(speed_class(speed_words(line))).raw("\">");
    html.text(speed_words(line)).raw("</td></tr>\n");
}

}  // namespace

void write_latency(HtmlWriter& html, const Report& report) {
    html.raw("<section id=\"latency\" aria-labelledby=\"latency-title\">\n")
        .raw("<h2 id=\"latency-title\">Latency</h2>\n<p class=\"lead\">Until the last byte: p50 / ")
        .raw("p95 / p99. The ratio is candidate to legacy, with its interval, at the percentile ")
        .raw(
            "that decides, else at p95; indicative where legacy was observed, not sent the same at "
            "the same time.</p>\n");
    html.raw("<div id=\"curves\"></div>\n<div id=\"latency-table\" data-refresh>\n");
    if (report.latency.empty()) {
        html.raw("<div class=\"sheet pad soft\">No times.</div>\n</div>\n</section>\n");
        return;
    }
    html.raw(
            "<div class=\"sheet scroll\" tabindex=\"0\" role=\"region\" "
            "aria-label=\"Latency table\"><table><caption>Latency</caption>\n<thead><tr>")
        .raw("<th scope=\"col\">Route</th><th scope=\"col\" class=\"n wide\">Answers</th>")
        .raw(
            "<th scope=\"col\" class=\"n\">Legacy</th><th scope=\"col\" class=\"n\">Candidate</th>")
        .raw(
            "<th scope=\"col\" class=\"n wide\">Ratio</th><th scope=\"col\">Candidate "
            "is</th>")
        .raw("</tr></thead>\n<tbody>\n");
    for (const LatencyLine& line : report.latency) write_line(html, line);
    html.raw("</tbody>\n</table></div>\n</div>\n</section>\n");
}

}  // namespace shadowdiff::reports
