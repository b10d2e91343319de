// SPDX-License-Identifier: Apache-2.0
#include "reports/html_writer.hpp"
#include "reports/model.hpp"
#include "reports/page.hpp"
#include "reports/render.hpp"
#include "reports/summary.hpp"
#include "tests/unit/reports/demo_run.hpp"
#include "tests/unit/reports/redacted_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
    const std::size_t from = text.find(begin) + begin.size();
    return text.substr(from, text.find(end, from) - from);
}

// The names of all tags in order, closing ones with their slash; the insides of style and script
// are text.
std::vector<std::string> tags_of(std::string_view html) {
    std::vector<std::string> tags;
    for (std::size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
        const std::size_t end = html.find_first_of(" >\n", at);
        tags.emplace_back(html.substr(at + 1, end - at - 1));
        const bool is_text = tags.back() == "style" || tags.back() == "script";
        at = is_text ? html.find("</" + tags.back() + ">", end) : end;
    }
    return tags;
}

bool nests(const std::vector<std::string>& tags) {
    constexpr std::array<std::string_view, 3> empty = {"!DOCTYPE", "meta", "input"};
    std::vector<std::string> open;
    for (const std::string& tag : tags) {
        if (std::ranges::find(empty, tag) != empty.end()) continue;
        if (!tag.starts_with('/')) {
            open.push_back(tag);
        } else if (!open.empty() && open.back() == tag.substr(1)) {
            open.pop_back();
        } else {
            return false;
        }
    }
    return open.empty();
}

}  // namespace

TEST_CASE("every element is closed in its place") {
    CHECK(nests(tags_of(render_html(make_report(demo_run())))));
    CHECK(nests(tags_of(render_html(make_report({})))));
}

TEST_CASE("the policy allows the page's own style and script and nothing else") {
    const std::string html = render_html(make_report(demo_run()));
    const std::string policy{between(html, "Content-Security-Policy\" content=\"", "\">")};
    CHECK(policy == "default-src 'none'; style-src " +
                        content_hash(between(html, "<style>", "</style>")) + "; script-src " +
                        content_hash(between(html, "<script>", "</script>")) +
                        "; base-uri 'none'; form-action 'none'");
    CHECK_FALSE(html.contains(" style="));
    CHECK_FALSE(html.contains(" onclick"));
}

TEST_CASE("a hash of the policy is base64 of SHA-256") {
    CHECK(content_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    CHECK(content_hash("abc") == "'sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0='");
}

TEST_CASE("the page asks nobody for anything") {
    const std::string html = render_html(make_report(demo_run()));
    for (const char* part :
         {"src=", "@import", "url(", "<link", "<img", "<iframe", "href=\"http"}) {
        CAPTURE(part);
        CHECK_FALSE(html.contains(part));
    }
}

TEST_CASE("the style and the script cannot end their element early") {
    CHECK(page_style().find("</") == std::string_view::npos);
    CHECK(page_script().find("</") == std::string_view::npos);
    CHECK(page_style().size() > 1'000);
    CHECK(page_script().size() > 100);
}

TEST_CASE("a served page may ask its own server, and nobody else") {
    const std::string html = render_html(make_report(demo_run()), {.is_live = true});
    const std::string policy{between(html, "Content-Security-Policy\" content=\"", "\">")};
    CHECK(policy.contains("; connect-src 'self'; base-uri 'none'"));
    CHECK(html.contains("<body data-live>"));
    CHECK_FALSE(render_html(make_report(demo_run())).contains("connect-src"));
}

TEST_CASE("legacy's value stands before the candidate's") {
    const std::string html = render_html(make_report(demo_run()));
    CHECK(html.contains(
        "legacy <span class=\"val\">19.90</span><span class=\"arrow\">→</span>candidate "
        "<span class=\"val\">19.89</span>"));
}

TEST_CASE("the questions stand in their order, each with a link to a section that is there") {
    const std::string html = render_html(make_report(demo_run()));
    const auto list = between(html, "<dl class=\"questions\">", "</dl>");
    std::size_t at = 0;
    for (const auto& line : summary(make_report(demo_run()))) {
        CAPTURE(line.question);
        const auto found = list.find(">" + line.question + "</a>", at);
        REQUIRE(found != std::string_view::npos);
        const auto begin = list.rfind("href=\"#", found) + 7;
        const std::string place{list.substr(begin, list.find('"', begin) - begin)};
        CHECK(html.contains("<section id=\"" + place + "\""));
        at = found;
    }
}

TEST_CASE(
    "the notes above the findings have their place on a page that refreshes, also without any") {
    auto report = make_report(demo_run());
    report.in_common.clear();
    CHECK(render_html(report, {.is_live = true}).contains("<div id=\"notes\" data-refresh></div>"));
    report.in_common = {"98 of 100 kept that show it have query locale=tr"};
    CHECK(render_html(report, {.is_live = true})
              .contains("<div id=\"notes\" data-refresh class=\"sheet notes\"><ul class=\"open\">\n"
                        "<li>98 of 100 kept that show it have query locale=tr</li>"));
}

TEST_CASE("each part of the report is a named section") {
    const std::string html = render_html(make_report(demo_run()));
    for (const std::string id : {"questions", "ledger", "findings", "routes", "latency",
                                 "set-aside", "noise", "coverage", "not-verified", "run"}) {
        CAPTURE(id);
        CHECK(html.contains("<section id=\"" + id + "\""));
        CHECK(html.contains("aria-labelledby=\"" + id + "-title\">"));
        CHECK(html.contains("<h2 id=\"" + id + "-title\""));
        CHECK(html.contains("href=\"#" + id + "\""));
    }
    CHECK(std::ranges::count(tags_of(html), "h1") == 1);
    CHECK(std::ranges::count(tags_of(html), "main") == 1);
}

TEST_CASE("the bar has a part for every verdict that occurs, within its width") {
    const std::string html = render_html(make_report(demo_run()));
    const std::string ledger{between(html, "<section id=\"ledger\"", "</section>")};
    CHECK(std::ranges::count(tags_of(ledger), "rect") == 7);
    std::size_t width = 0;
    std::string_view rest{ledger};
    constexpr std::string_view mark = "height=\"30\" width=\"";
    for (std::size_t at = rest.find(mark); at != std::string_view::npos; at = rest.find(mark)) {
        rest.remove_prefix(at + mark.size());
        width += std::stoul(std::string{rest.substr(0, rest.find('"'))});
    }
    CHECK(width <= 1'000);
    CHECK(width > 980);
}

TEST_CASE("a ledger that does not balance raises an alarm") {
    store::RunRows rows = demo_run();
    CHECK_FALSE(render_html(make_report(rows)).contains("role=\"alert\""));
    rows.seen += 1;
    CHECK(render_html(make_report(rows)).contains("role=\"alert\">THE LEDGER DOES NOT BALANCE"));
}

TEST_CASE("only literals are markup") {
    HtmlWriter html;
    html.raw("<b>").text("<i a=\"b\" c='d'>&amp;\n\x1b").raw("</b>").number(1'234);
    html.lines("a<\nb").element("<p>", "<", "</p>");
    CHECK(html.take() ==
          "<b>&lt;i a=&quot;b&quot; c=&#39;d&#39;&gt;&amp;amp;\\x0a\\x1b</b>1,234"
          "a&lt;\nb<p>&lt;</p>");
}

TEST_CASE("a route's ratio is that of the percentile for which it is called slower") {
    using judge::Speed;
    Report report = make_report(demo_run());
    LatencyLine line{.route = "GET /a", .origin = "sent", .legacy = {}, .candidate = {}};
    const auto add = [&](double quantile, Speed speed, double ratio) {
        line.quantiles.push_back({.quantile = quantile,
                                  .speed = speed,
                                  .pairs = 1'000,
                                  .pairs_min = 300,
                                  .ratio = ratio,
                                  .ratio_lower = ratio - 0.1,
                                  .ratio_upper = ratio + 0.1});
    };
    const auto shown = [&] {
        report.latency = {line};
        return std::string{between(render_html(report), "id=\"latency-table\"", "</table>")};
    };
    add(0.5, Speed::not_slower, 0.9);
    add(0.95, Speed::not_slower, 0.8);
    CHECK(shown().contains("p95 ×0.80 (0.70 to 0.90)"));
    add(0.99, Speed::slower, 1.5);
    CHECK(shown().contains("p99 ×1.50 (1.40 to 1.60)"));
    line.quantiles.back().speed = Speed::too_few;
    line.quantiles.back().pairs = 20;
    CHECK(shown().contains("p99 too few"));
    line.quantiles.clear();
    CHECK(shown().contains(">indicative<"));
}
