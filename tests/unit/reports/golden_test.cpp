// SPDX-License-Identifier: Apache-2.0
#include "reports/model.hpp"
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::reports;

TEST_CASE("a run reads in each form as its golden file does") {
    const Report report = make_report(demo_run());
    check_golden("shop.txt", render_text(report));
    check_golden("shop_60_columns.txt", render_text(report, {.colours = false, .columns = 60}));
    check_golden("shop_colours.txt", render_text(report, {.colours = true, .columns = 100}));
    check_golden("shop.json", render_json(report));
    check_golden("shop.html", render_html(report));
}

TEST_CASE("an exchange reads as its golden file does, wide and narrow") {
    const store::RunRows rows = demo_run();
    check_golden("exchange.txt", render_exchange(rows.examples.front()));
    check_golden("exchange_60_columns.txt",
                 render_exchange(rows.examples[1], {.colours = false, .columns = 60}));
}
