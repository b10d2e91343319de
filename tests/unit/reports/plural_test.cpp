// SPDX-License-Identifier: Apache-2.0
// Of one thing no form of the report speaks as of several.
#include "reports/model.hpp"
#include "reports/render.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

// A run in which everything there is is there once.
Report run_of_ones() {
    auto rows = demo_run();
    rows.tally = {{0, "GET /products/{id}", "mismatch", "", "high", 1},
                  {0, "GET /health", "mismatch", "", "low", 1},
                  {0, "GET /health", "dropped", "queue_full", "none", 1},
                  {0, "POST /orders", "excluded", "unsafe_method", "none", 1}};
    rows.seen = 4;
    rows.findings.resize(1);
    rows.findings[0].exchanges = rows.findings[0].places = rows.findings[0].reproduced = 1;
    rows.kept = {{"mismatch", "", 1, 0, 0}};
    rows.coverage = {{"kernel_drops", 1}, {"gap_bytes", 1}};
    rows.evicted = {{"rows", 1}, {"details", 1}};
    rows.bounds = {{"coarse_lists", 1}};
    rows.run.facts["compared_redacted"] = "1";
    rows.rules = {{}};
    rows.rules[0].exchanges = rows.rules[0].differences = rows.rules[0].places_unlisted = 1;
    rows.rules[0].places.resize(1);
    Evidence evidence;
    evidence.baselines = {Baseline{{demo_run().findings[0], demo_run().findings[3]}, {}}};
    auto report = make_report(rows, {}, evidence);
    judge::QuantileComparison one;
    one.pairs = 1;
    report.latency = {{.route = "GET /health", .origin = "sent", .legacy = {}, .candidate = {}}};
    report.latency[0].quantiles = {one};
    return report;
}

}  // namespace

TEST_CASE("one thing is told in the singular, in every form") {
    const auto report = run_of_ones();
    const std::regex wrong{
        "(^|[^0-9.,])1 ((more|different|mismatching) )?(exchanges|requests|routes|findings|rules|"
        "pairs|paths|causes|differences|things|lines|bytes|packets|places|are|were)\\b"};
    for (auto text : {render_text(report, {.colours = false, .columns = 4'000}),
                      render_json(report), render_csv(report), render_html(report),
                      render_sarif(report), render_junit(report), render_gate_json(report),
                      render_markdown(report, markdown_bytes_max), render_markdown(report, 1)}) {
        std::erase(text, '\\');
        text.erase(std::min(text.find("<script"), text.size()));
        std::smatch found;
        const bool is_wrong = std::regex_search(text, found, wrong);
        CHECK_MESSAGE(!is_wrong, found.str() << found.suffix().str().substr(0, 40));
    }
}
