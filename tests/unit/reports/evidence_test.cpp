// SPDX-License-Identifier: Apache-2.0
#include "reports/evidence.hpp"

#include "reports/model.hpp"
#include "reports/render.hpp"
#include "reports/routes_model.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

judge::FindingDecision accepted(std::string fingerprint, std::string expires = "") {
    judge::FindingDecision decision;
    decision.fingerprint = std::move(fingerprint);
    decision.owner = "ana";
    decision.expires = std::move(expires);
    return decision;
}

const FindingEntry& entry_of(const Report& report, std::string_view fingerprint) {
    return *std::ranges::find(report.findings, fingerprint, [](const FindingEntry& entry) {
        return std::string_view{entry.finding.fingerprint};
    });
}

}  // namespace

TEST_CASE("an accepted finding leaves the mismatches, stays in what was judged, and stays listed") {
    const auto rows = demo_run();
    Evidence evidence;
    evidence.decisions = {accepted("3f9a41c07be2"), accepted("91be04d7a5c8")};
    evidence.excused = {{"GET /products/{id}", 214}};
    const auto before = make_report(rows);
    const auto after = make_report(rows, {}, evidence);
    CHECK(after.judged == before.judged);
    CHECK(after.mismatches == before.mismatches - 214);
    CHECK(after.excused == 214);
    CHECK(after.findings.size() == before.findings.size());
    CHECK(entry_of(after, "3f9a41c07be2").excused_by == "accepted");
    CHECK(entry_of(after, "b0c2d5118fa4").excused_by.empty());
}

TEST_CASE("a GO tells what decisions excused, and counts those alone that excuse something") {
    auto rows = demo_run();
    Evidence evidence;
    for (const auto& finding : rows.findings)
        evidence.decisions.push_back(accepted(finding.fingerprint));
    evidence.excused = {
        {"GET /orders/{id}", 136}, {"GET /products/{id}", 214}, {"GET /search", 73}};
    rows.noise.push_back({"GET /search", "status", "unanswered", 100, 20});
    evidence.decisions.erase(evidence.decisions.begin() + 5);  // it is noise, without a decision
    const judge::GateOptions wide{.mismatch_rate_max = 0.5, .coverage_min = 0.5};
    CHECK(make_report(rows, wide, evidence)
              .gate.sentence.starts_with("GO: no mismatch of severity medium or high beside 423 "
                                         "excused by 6 decisions or as noise in 5,648 exchanges"));
}

TEST_CASE("a decision that expired before the run ended excuses nothing") {
    const auto rows = demo_run();
    CHECK(excused_fingerprints(rows, {accepted("3f9a41c07be2", "2000-01-01")}).empty());
    CHECK(excused_fingerprints(rows, {accepted("3f9a41c07be2", "2999-01-01")}).size() == 1);
}

TEST_CASE("the last decision about a finding holds") {
    auto to_fix = accepted("3f9a41c07be2");
    to_fix.as = judge::DecidedAs::to_fix;
    CHECK(excused_fingerprints(demo_run(), {accepted("3f9a41c07be2"), to_fix}).empty());
    CHECK(excused_fingerprints(demo_run(), {to_fix, accepted("3f9a41c07be2")}).size() == 1);
}

TEST_CASE("a decision holds on the day of the latest evidence, also of a run without an end") {
    auto rows = demo_run();
    rows.run.ended_at_us = 0;
    rows.minutes.back().minute += std::int64_t{60} * 24 * 60;  // sixty days later
    CHECK(excused_fingerprints(rows, {accepted("3f9a41c07be2", "2026-03-03")}).empty());
    CHECK(excused_fingerprints(rows, {accepted("3f9a41c07be2", "2026-05-02")}).size() == 1);
}

TEST_CASE("a run with several versions of a leg says no GO, nor does any of its routes") {
    auto rows = demo_run();
    rows.tally = {{0, "GET /a", "match", "", "none", 9'900}};
    rows.seen = 9'900;
    rows.findings.clear();
    CHECK(make_report(rows).gate.answer == judge::GateAnswer::go);
    rows.run.facts["merged_candidate_version"] = "v1; v2";
    const auto report = make_report(rows);
    CHECK(report.gate.sentence ==
          "INCONCLUSIVE: it is about more than one candidate version: v1; v2");
    CHECK(report.routes[0].answer == "INCONCLUSIVE");
    CHECK(report.routes[0].readiness == "clean so far");
}

TEST_CASE("a mismatch within the limit is no drift") {
    auto rows = demo_run();
    rows.tally = {{0, "GET /a", "match", "", "none", 9'999},
                  {0, "GET /a", "mismatch", "", "high", 1}};
    rows.seen = 10'000;
    rows.findings.clear();
    Evidence evidence;
    evidence.baselines = {Baseline{{}, {{"GET /a", 10'000}}}};
    const auto report = make_report(rows, {}, evidence);
    CHECK(report.gate.answer == judge::GateAnswer::go);
    CHECK(report.routes[0].readiness == "ready to cut over");
}

TEST_CASE("a run that did not judge the route says nothing of what is new there") {
    const auto rows = demo_run();
    const std::map<std::string, std::uint64_t> judged = judged_by_route(rows);
    const std::map<std::string, std::uint64_t> elsewhere{{"GET /elsewhere", 5}};
    struct Row {
        const char* name;
        std::vector<Baseline> baselines;
        const char* since;
    };
    const std::vector<store::FindingRow> shown{rows.findings[0]};
    const Row cases[] = {
        {"seen, then not judged", {{shown, judged}, {{}, elsewhere}}, "persisting"},
        {"seen, then gone", {{shown, judged}, {{}, judged}}, "returned"},
        {"never judged", {{{}, elsewhere}}, ""},
        {"judged once, and not there", {{{}, judged}, {{}, elsewhere}}, "new"},
    };
    for (const Row& one : cases) {
        CAPTURE(one.name);
        Evidence evidence;
        evidence.baselines = one.baselines;
        CHECK(make_report(rows, {}, evidence).findings[0].since == one.since);
    }
}

TEST_CASE("against earlier runs a finding is new, persisting or returned, or was fixed") {
    const auto rows = demo_run();
    auto latest = rows.findings;
    latest.erase(latest.begin(), latest.begin() + 2);
    store::FindingRow gone = rows.findings[0];
    gone.fingerprint = "000000000000";
    latest.push_back(gone);
    Evidence evidence;
    const auto judged = judged_by_route(rows);
    evidence.baselines = {Baseline{{rows.findings[0]}, judged}, Baseline{latest, judged}};
    const auto report = make_report(rows, {}, evidence);
    CHECK(report.findings[0].since == "returned");
    CHECK(report.findings[1].since == "new");
    CHECK(report.findings[2].since == "persisting");
    REQUIRE(report.fixed.size() == 1);
    CHECK(report.fixed[0].before.fingerprint == "000000000000");
}

TEST_CASE("a baseline that began after the run is no earlier one, and that is said") {
    const auto rows = demo_run();
    Evidence evidence;
    evidence.baselines = {Baseline{rows.findings, {}}};
    evidence.baseline_began_us = rows.run.started_at_us;
    CHECK_FALSE(render_text(make_report(rows, {}, evidence)).contains("BASELINE"));
    evidence.baseline_began_us += 1;
    CHECK(
        render_text(make_report(rows, {}, evidence)).contains("THE BASELINE BEGAN AFTER THIS RUN"));
}

TEST_CASE("a confirmed finding of weight that nobody decided about is a NO-GO, however rare") {
    auto rows = demo_run();
    rows.tally = {{0, "GET /a", "match", "", "none", 1'000'000},
                  {0, "GET /a", "mismatch", "", "high", 1}};
    rows.seen = 1'000'001;
    rows.findings.resize(1);
    rows.findings[0].route = "GET /a";
    CHECK(make_report(rows).gate.answer == judge::GateAnswer::go);
    rows.findings[0].reproduced = 1;
    CHECK(make_report(rows).gate.answer == judge::GateAnswer::no_go);
    Evidence evidence;
    evidence.decisions = {accepted(rows.findings[0].fingerprint)};
    CHECK(make_report(rows, {}, evidence).gate.answer == judge::GateAnswer::go);
    rows.findings[0].severity = "low";
    CHECK(make_report(rows).gate.answer == judge::GateAnswer::go);
}

TEST_CASE("the same path and kind on several routes is one cause") {
    auto rows = demo_run();
    auto other = rows.findings[0];
    other.route = "GET /elsewhere";
    other.fingerprint = "111111111111";
    rows.findings.push_back(other);
    const auto report = make_report(rows);
    CHECK(report.causes.size() == report.findings.size() - 1);
    CHECK(report.causes[0].findings == std::vector<std::size_t>{0, rows.findings.size() - 1});
    CHECK(report.causes[0].exchanges == 2 * other.exchanges);
}

TEST_CASE("each route says how far it is") {
    store::RunRows rows;
    rows.run.started_at_us = rows.run.ended_at_us = 1;
    const auto add = [&](const char* route, const char* verdict, std::uint64_t n) {
        const bool is_wrong = std::string_view{verdict} == "mismatch";
        rows.tally.push_back({0, route, verdict, "", is_wrong ? "high" : "none", n});
        rows.seen += n;
    };
    add("GET /few", "match", 100);
    add("GET /clean", "match", 2'000);
    add("GET /ready", "match", 4'000);
    add("GET /moved", "match", 4'000);
    add("GET /wrong", "mismatch", 40);
    add("GET /drifts", "mismatch", 40);
    add("POST /never", "excluded", 5);
    Evidence evidence;
    evidence.cut_over = {"GET /moved", "GET /drifts"};
    std::string told;
    for (const auto& line : make_report(rows, {}, evidence).routes) {
        told += line.route + ": " + line.readiness + "\n";
    }
    CHECK(told ==
          "GET /clean: clean so far\nGET /drifts: drifting\nGET /few: collecting\n"
          "GET /moved: cut over\nGET /ready: ready to cut over\nGET /wrong: not ready\n"
          "POST /never: \n");
}

TEST_CASE("a route drifts from an earlier run that judged it, and from no other") {
    store::RunRows rows;
    rows.run.started_at_us = rows.run.ended_at_us = 1;
    for (const char* route : {"GET /new", "GET /was-clean", "GET /was-wrong"}) {
        rows.tally.push_back({0, route, "mismatch", "", "high", 40});
        rows.seen += 40;
    }
    store::RunRows before;
    before.tally = {{0, "GET /was-clean", "match", "", "none", 9},
                    {0, "GET /was-wrong", "mismatch", "", "high", 9},
                    {0, "GET /new", "excluded", "paused", "none", 9}};
    store::FindingRow wrong;
    wrong.route = "GET /was-wrong";
    Evidence evidence;
    evidence.baselines = {Baseline{{wrong}, judged_by_route(before)}};
    std::string told;
    for (const auto& line : make_report(rows, {}, evidence).routes) {
        told += line.route + ": " + line.readiness + "\n";
    }
    CHECK(told == "GET /new: not ready\nGET /was-clean: drifting\nGET /was-wrong: not ready\n");
}
