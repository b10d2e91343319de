// SPDX-License-Identifier: Apache-2.0
#include "reports/gate_missing.hpp"
#include "reports/render.hpp"
#include "store/run_ids.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;
using Json = nlohmann::ordered_json;

namespace {

store::RunRows clean_run() {
    store::RunRows rows;
    rows.run.started_at_us = rows.run.ended_at_us = 1'772'442'000'000'000;
    rows.tally = {{0, "GET /a", "match", "", "none", 4'000}};
    rows.seen = 4'000;
    return rows;
}

judge::FindingDecision decided(std::string fingerprint, judge::DecidedAs as, std::string expires) {
    return {.fingerprint = std::move(fingerprint),
            .as = as,
            .reason = "the new rounding",
            .owner = "ana",
            .decided = "2026-02-27",
            .expires = std::move(expires),
            .route = "",
            .path = "",
            .kind = ""};
}

// With something of everything that can be missing, and a decision in each state.
Report everything_missing() {
    auto rows = demo_run();
    rows.findings[0].reproduced = 200;
    rows.findings[3].reproduced = 1;
    rows.run.facts[store::merged_unequal_fact] = "rules";
    rows.tally.push_back({0, "GET /rates", "dropped", "queue_full", "none", 400});
    rows.seen += 401;
    Evidence evidence;
    evidence.decisions = {
        decided("07f4be2299d1", judge::DecidedAs::intended, ""),
        decided("b0c2d5118fa4", judge::DecidedAs::to_fix, ""),
        decided("d91e77a3065c", judge::DecidedAs::legacy_bug, "2026-03-01"),
        decided("000000000000", judge::DecidedAs::intended, "2026-09-30"),
    };
    evidence.excused = {{"GET /search", 61}};
    auto report = make_report(rows, {}, evidence);
    report.added_up = {"tue.db", "mon.db"};
    report.left_out = {"sun.db: its candidate version is not known"};
    return report;
}

std::vector<std::string> missing_in(const store::RunRows& rows, std::string& answer) {
    const auto json = Json::parse(render_gate_json(make_report(rows)));
    answer = json["gate"]["answer"];
    std::vector<std::string> what;
    for (const auto& one : json["missing"]) what.push_back(one["what"]);
    return what;
}

}  // namespace

TEST_CASE("the gate's document reads as its golden file does") {
    check_golden("gate.json", render_gate_json(everything_missing()));
}

TEST_CASE("nothing is missing when, and only when, the answer is GO") {
    struct {
        const char* name;
        std::function<void(store::RunRows&)> change;
        const char* answer;
        std::vector<std::string> missing;
    } const cases[] = {
        {"clean", [](auto&) {}, "GO", {}},
        {"an open finding",
         [](auto& rows) {
             rows.findings = {demo_run().findings[0]};
             rows.findings[0].route = "GET /a";
             rows.findings[0].reproduced = 1;
         },
         "NO-GO",
         {"open_finding"}},
        {"a finding that was not confirmed",
         [](auto& rows) {
             rows.findings = {demo_run().findings[0]};
             rows.findings[0].route = "GET /a";
         },
         "GO",
         {}},
        {"a finding that writes kept from being confirmed",
         [](auto& rows) {
             rows.findings = {demo_run().findings[0]};
             rows.findings[0].route = "GET /a";
             rows.tally.push_back({0, "GET /a", "mismatch", "written_meanwhile", "high", 1});
             rows.tally.push_back({0, "GET /a", "match", "", "none", 9'000});
             rows.seen += 9'001;
         },
         "INCONCLUSIVE",
         {"unconfirmed"}},
        {"the same, confirmed in another exchange",
         [](auto& rows) {
             rows.findings = {demo_run().findings[0]};
             rows.findings[0].route = "GET /a";
             rows.findings[0].reproduced = 1;
             rows.tally.push_back({0, "GET /a", "mismatch", "written_meanwhile", "high", 1});
             rows.tally.push_back({0, "GET /a", "match", "", "none", 9'000});
             rows.seen += 9'001;
         },
         "NO-GO",
         {"open_finding"}},
        {"the same, though legacy was once seen to differ there",
         [](auto& rows) {
             rows.findings = {demo_run().findings[0]};
             auto& finding = rows.findings[0];
             finding.route = "GET /a";
             finding.reproduced = 0;
             rows.noise = {{"GET /a", finding.pattern, finding.kind, 9'000, 1}};
             rows.tally.push_back({0, "GET /a", "mismatch", "written_meanwhile", "high", 1});
             rows.tally.push_back({0, "GET /a", "match", "", "none", 9'000});
             rows.seen += 9'001;
         },
         "INCONCLUSIVE",
         {"unconfirmed"}},
        {"the same, of a finding whose rows were lost",
         [](auto& rows) {
             rows.findings = {};
             rows.tally.push_back({0, "GET /a", "mismatch", "written_meanwhile", "high", 1});
             rows.tally.push_back({0, "GET /a", "match", "", "none", 9'000});
             rows.seen += 9'001;
         },
         "INCONCLUSIVE",
         {"unconfirmed"}},
        {"the same, on a route beyond the bound of a run",
         [](auto& rows) {
             rows.findings = {demo_run().findings[0]};
             rows.findings[0].route = "GET /beyond";
             rows.findings[0].reproduced = 0;
             rows.tally.push_back({0, "(other)", "mismatch", "written_meanwhile", "high", 1});
             rows.tally.push_back({0, "(other)", "match", "", "none", 9'000});
             rows.seen += 9'001;
         },
         "INCONCLUSIVE",
         {"unconfirmed"}},
        {"the same, of low severity",
         [](auto& rows) {
             rows.findings = {demo_run().findings[0]};
             rows.findings[0].route = "GET /a";
             rows.findings[0].severity = "low";
             rows.tally.push_back({0, "GET /a", "mismatch", "written_meanwhile", "low", 1});
             rows.seen += 1;
         },
         "GO",
         {}},
        {"over the limit",
         [](auto& rows) {
             rows.tally.push_back({0, "GET /a", "mismatch", "", "high", 400});
             rows.seen += 400;
         },
         "NO-GO",
         {"rate_over_limit"}},
        {"too few",
         [](auto& rows) {
             rows.tally.push_back({0, "GET /b", "match", "", "none", 3});
             rows.seen += 3;
         },
         "INCONCLUSIVE",
         {"too_few_exchanges"}},
        {"too little coverage",
         [](auto& rows) {
             rows.tally.push_back({0, "GET /a", "dropped", "queue_full", "none", 100});
             rows.seen += 100;
         },
         "INCONCLUSIVE",
         {"coverage"}},
        {"too little coverage of one route, which the others make up for",
         [](auto& rows) {
             rows.tally.push_back({0, "GET /busy", "match", "", "none", 100'000});
             rows.tally.push_back({0, "GET /a", "dropped", "queue_full", "none", 100});
             rows.seen += 100'100;
         },
         "INCONCLUSIVE",
         {"coverage"}},
        {"nothing at all", [](auto& rows) { rows = {}; }, "INCONCLUSIVE", {"nothing_judged"}},
        {"runs that are not alike",
         [](auto& rows) { rows.run.facts[store::merged_unequal_fact] = "rules"; },
         "INCONCLUSIVE",
         {"unequal_runs"}},
        {"a ledger that does not balance",
         [](auto& rows) { rows.seen += 1; },
         "INCONCLUSIVE",
         {"unbalanced_ledger"}},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        auto rows = clean_run();
        one.change(rows);
        std::string answer;
        CHECK(missing_in(rows, answer) == one.missing);
        CHECK(answer == one.answer);
    }
}

TEST_CASE("gate, totals and routes are those of the report") {
    const auto report = everything_missing();
    const auto alone = Json::parse(render_gate_json(report));
    const auto whole = Json::parse(render_json(report));
    for (const char* key : {"gate", "totals", "routes"}) {
        CAPTURE(key);
        CHECK(alone[key] == whole[key]);
    }
}

TEST_CASE("the gate's document is ASCII whatever came from traffic") {
    auto rows = run_full_of("\x1b]0;x\x07\xff<script>\n");
    rows.findings[0].severity = "high";
    rows.findings[0].reproduced = 1;
    for (const char c : render_gate_json(make_report(rows))) {
        const bool is_plain = (c >= ' ' && c <= '~') || c == '\n';
        REQUIRE(is_plain);
    }
}
