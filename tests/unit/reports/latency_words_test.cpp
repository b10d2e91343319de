// SPDX-License-Identifier: Apache-2.0
#include "reports/latency_words.hpp"

#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;
using judge::Speed;

namespace {

void add_line(Report& report, std::string route, Speed speed, double ratio_lower = 1) {
    LatencyLine line{.route = std::move(route), .origin = "sent", .legacy = {}, .candidate = {}};
    line.legacy.add(1'000);
    line.candidate.add(2'000);
    judge::QuantileComparison one;
    one.speed = speed;
    one.ratio_lower = ratio_lower;
    line.quantiles = {one};
    report.latency.push_back(std::move(line));
}

}  // namespace

TEST_CASE("routes on which the candidate is slower are named, the slowest first, and some more") {
    Report report;
    add_line(report, "GET /a", Speed::slower, 1.2);
    add_line(report, "GET /quick", Speed::not_slower);
    CHECK(latency_sentence(report).ends_with(
        "slower on 1 route (GET /a), not slower on 1 route, unsure on 0 routes, too few pairs on "
        "0 routes"));

    for (const char route : {'b', 'c', 'd', 'e'}) {
        add_line(report, fmt::format("GET /{}", route), Speed::slower, 2 + (route - 'a'));
    }
    add_line(report, "GET /perhaps", Speed::unsure);
    add_line(report, "GET /seldom", Speed::too_few);
    CHECK(latency_sentence(report).ends_with(
        "slower on 5 routes (GET /e, GET /d, GET /c and 2 more), not slower on 1 route, unsure on "
        "1 route (GET /perhaps), too few pairs on 1 route"));
}

TEST_CASE("every form names the routes") {
    auto report = make_report(demo_run());
    add_line(report, "GET /sluggish", Speed::slower, 1.2);
    for (const auto& text :
         {render_text(report, {.colours = false, .columns = 400}), render_json(report),
          render_csv(report), render_html(report), render_sarif(report), render_junit(report),
          render_markdown(report, comment_bytes_max)}) {
        auto plain = text;
        std::erase(plain, '\\');
        CHECK(plain.contains("slower on 1 route (GET /sluggish)"));
    }
}
