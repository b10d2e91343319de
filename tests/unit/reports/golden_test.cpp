// SPDX-License-Identifier: Apache-2.0
#include "reports/model.hpp"
#include "reports/page.hpp"
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

// The page without its style and script, which have tests of their own, and their hashes.
std::string html_of(const Report& report) {
    std::string html = render_html(report);
    for (const auto own : {page_style(), page_script()}) {
        const auto hash = content_hash(own);
        html.erase(html.find(own), own.size());
        html.replace(html.find(hash), hash.size(), "'sha256-…'");
    }
    return html;
}

}  // namespace

TEST_CASE("a run reads in each form as its golden file does") {
    const Report report = make_report(demo_run());
    check_golden("shop.txt", render_text(report));
    check_golden("shop_60_columns.txt", render_text(report, {.colours = false, .columns = 60}));
    check_golden("shop_colours.txt", render_text(report, {.colours = true, .columns = 100}));
    check_golden("shop.json", render_json(report));
    check_golden("shop.csv", render_csv(report));
    check_golden("shop.md", render_markdown(report, markdown_bytes_max));
    check_golden("shop.xml", render_junit(report));
    check_golden("shop.sarif", render_sarif(report, {"openapi.yaml", {{"GET /search", 12}}}));
    check_golden("shop.html", html_of(report));
}

TEST_CASE("an exchange reads as its golden file does, wide and narrow") {
    const store::RunRows rows = demo_run();
    check_golden("exchange.txt", render_exchange(rows.examples.front()));
    check_golden("exchange_60_columns.txt",
                 render_exchange(rows.examples[1], {.colours = false, .columns = 60}));
}
