// SPDX-License-Identifier: Apache-2.0
// When mismatches that nobody could confirm do not count, because legacy does the same.
#include "reports/evidence.hpp"
#include "reports/model.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::reports;

TEST_CASE("what nobody confirmed is noise where legacy differs as much from itself") {
    struct Row {
        const char* name;
        std::uint64_t compared, differed;  // pairs of legacy's answers
        std::uint64_t reproduced, broken;  // of 214 exchanges in 1,600
        bool is_noise, is_doubted;
    };
    const Row cases[] = {
        {"legacy differs oftener", 100, 30, 0, 0, true, false},
        {"it was confirmed", 100, 30, 1, 0, false, false},
        {"the value has another form", 100, 30, 0, 1, false, false},
        {"legacy hardly ever differs", 1'000, 3, 0, 0, false, false},
        {"as often, too seldom to tell", 100, 13, 0, 0, false, true},
        {"legacy never differs", 100, 0, 0, 0, false, false},
    };
    for (const Row& one : cases) {
        CAPTURE(one.name);
        auto rows = demo_run();
        auto& finding = rows.findings[0];
        rows.noise.push_back(
            {finding.route, finding.pattern, finding.kind, one.compared, one.differed});
        finding.reproduced = one.reproduced;
        finding.broken = one.broken;
        CHECK(excused_by(finding, rows, {}) == (one.is_noise ? "noise" : ""));
        CHECK(may_be_noise(finding, rows) == one.is_doubted);
        CHECK(doubted_fingerprints(rows).size() == (one.is_doubted ? 1 : 0));
    }
}

TEST_CASE("the odd one out of three answers is no noise") {
    auto rows = demo_run();
    auto& finding = rows.findings[0];
    rows.noise.push_back({finding.route, finding.pattern, finding.kind, 100, 30});
    rows.odd_one_out.push_back({.route = finding.route,
                                .pattern = finding.pattern,
                                .kind = finding.kind,
                                .present = 100,
                                .only_candidate = 40,
                                .only_legacy = 2,
                                .q = 1e-9});
    CHECK(excused_by(finding, rows, {}).empty());
    CHECK_FALSE(may_be_noise(finding, rows));
}

TEST_CASE("what may be noise keeps a route from a GO, and is no NO-GO") {
    auto rows = demo_run();
    rows.tally = {{0, "GET /a", "match", "", "none", 9'900},
                  {0, "GET /a", "mismatch", "", "high", 100}};
    rows.seen = 10'000;
    rows.findings.clear();
    Evidence evidence;
    evidence.may_be_noise = {{"GET /a", 100}};
    const auto report = make_report(rows, {}, evidence);
    CHECK(report.gate.sentence.starts_with(
        "INCONCLUSIVE: 100 mismatches of severity medium or high in GET /a may be noise: "));
    CHECK(report.routes[0].mismatches == 100);
    CHECK(report.routes[0].readiness == "not ready");
    evidence.may_be_noise = {{"GET /a", 50}};
    CHECK(make_report(rows, {}, evidence).gate.answer == judge::GateAnswer::no_go);
}
