// SPDX-License-Identifier: Apache-2.0
#include "reports/model.hpp"

#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

const RouteLine& route(const Report& report, std::string_view name) {
    const auto found = std::ranges::find(report.routes, name, &RouteLine::route);
    REQUIRE(found != report.routes.end());
    return *found;
}

store::RunRows run_with(std::vector<store::TallyRow> tally) {
    store::RunRows rows;
    rows.run.ended_at_us = 1;
    rows.tally = std::move(tally);
    for (const store::TallyRow& row : rows.tally) rows.seen += row.n;
    return rows;
}

store::TallyRow tally(std::string route, std::string verdict, std::uint64_t n,
                      std::string severity = "none", std::string reason = "") {
    return {.minute = 0,
            .route = std::move(route),
            .verdict = std::move(verdict),
            .reason = std::move(reason),
            .severity = std::move(severity),
            .n = n};
}

}  // namespace

TEST_CASE("the ledger sums to what was seen, verdicts in their order") {
    const Report report = make_report(demo_run());
    std::vector<std::string> verdicts;
    std::uint64_t sum = 0;
    for (const LedgerLine& line : report.ledger) {
        verdicts.push_back(line.verdict);
        sum += line.n;
    }
    CHECK(verdicts == std::vector<std::string>{"match", "equivalent", "noise", "drift", "mismatch",
                                               "excluded", "dropped"});
    CHECK(sum == 6'000);
    CHECK(report.seen == 6'000);
    CHECK(report.balances());
}

TEST_CASE("the main verdicts are listed when they are zero, the others are not") {
    const Report report = make_report(run_with({tally("GET /a", "legacy_error", 3)}));
    std::vector<std::string> verdicts;
    for (const LedgerLine& line : report.ledger) verdicts.push_back(line.verdict);
    CHECK(verdicts == std::vector<std::string>{"match", "equivalent", "noise", "drift", "mismatch",
                                               "legacy_error"});
}

TEST_CASE("reasons of one verdict stand by number, then by name") {
    const Report report = make_report(run_with({tally("GET /a", "dropped", 1, "none", "gap"),
                                                tally("GET /a", "dropped", 9, "none", "queue_full"),
                                                tally("GET /b", "dropped", 1, "none", "crashed"),
                                                tally("GET /b", "dropped", 1, "none", "gap")}));
    std::vector<std::string> reasons;
    for (const LedgerLine& line : report.ledger) {
        if (line.verdict == "dropped") reasons.push_back(line.reason);
    }
    CHECK(reasons == std::vector<std::string>{"queue_full", "gap", "crashed"});
}

TEST_CASE("a verdict that this version does not know is still counted") {
    const Report report = make_report(run_with({tally("GET /a", "quarantined", 5)}));
    CHECK(report.ledger.back().verdict == "quarantined");
    CHECK(report.balances());
    CHECK(report.judged == 0);
}

TEST_CASE("a ledger that does not balance says so and is never a GO") {
    store::RunRows rows = run_with({tally("GET /a", "match", 100'000)});
    CHECK(make_report(rows).gate.answer == judge::GateAnswer::go);
    rows.seen += 7;
    const Report report = make_report(rows);
    CHECK_FALSE(report.balances());
    CHECK(report.gate.answer == judge::GateAnswer::inconclusive);
    CHECK(gate_reason(report) == balance_sentence(report));
    CHECK(balance_sentence(report) ==
          "THE LEDGER DOES NOT BALANCE: 100,007 seen, 100,000 accounted for. Do not rely on this "
          "run.");
}

TEST_CASE("runs that were merged though they are evidence of different things are never a GO") {
    auto rows = run_with({tally("GET /a", "match", 10'000)});
    REQUIRE(make_report(rows).gate.answer == judge::GateAnswer::go);
    rows.run.facts["merged_unequal"] = "candidate version";
    const auto report = make_report(rows);
    CHECK(report.gate.answer == judge::GateAnswer::inconclusive);
    CHECK(report.gate.sentence.contains("candidate version"));
}

TEST_CASE("fixed is only what was judged again") {
    Evidence evidence;
    store::FindingRow before;
    before.route = "GET /a";
    before.fingerprint = "aa";
    auto elsewhere = before;
    elsewhere.route = "GET /b";
    elsewhere.fingerprint = "bb";
    before.exchanges = 5;
    evidence.baselines = {Baseline{{before, elsewhere}, {{"GET /a", 10}, {"GET /b", 10}}}};
    const auto report = make_report(run_with({tally("GET /a", "match", 20)}), {}, evidence);
    REQUIRE(report.fixed.size() == 1);
    CHECK(report.fixed[0].before.route == "GET /a");
    CHECK(report.not_seen.empty());
    CHECK(report.not_judged_again == 1);
}

TEST_CASE("a finding is fixed where it would have shown, else it was only not seen") {
    struct {
        std::uint64_t shown, judged_before, judged;
        bool is_fixed;
    } const cases[] = {
        {10, 10, 1, false},  // every exchange showed it, and yet its rate may be 74 %
        {10, 10, 2, false},       {10, 10, 3, true},
        {1, 10, 1, false},    // one clean exchange says nothing
        {1, 10, 584, false},  // a rate of 1 - 0.95^(1/10) = 0.51 % would show it in 94.9 %
        {1, 10, 585, true},       {1, 1'000, 58'000, false},
        {1, 1'000, 59'000, true}, {5, 0, 1'000, false},  // how often it was there is not known
        {12, 10, 3, true},                               // counts of a damaged file
    };
    for (const auto& one : cases) {
        CAPTURE(one.judged_before);
        CAPTURE(one.judged);
        store::FindingRow before;
        before.route = "GET /a";
        before.exchanges = one.shown;
        Evidence evidence;
        evidence.baselines = {Baseline{{before}, {}}};
        if (one.judged_before > 0) evidence.baselines[0].judged = {{"GET /a", one.judged_before}};
        const auto report =
            make_report(run_with({tally("GET /a", "match", one.judged)}), {}, evidence);
        REQUIRE(report.fixed.size() + report.not_seen.size() == 1);
        CHECK(report.not_seen.empty() == one.is_fixed);
        const auto& gone = one.is_fixed ? report.fixed[0] : report.not_seen[0];
        CHECK(gone.before.exchanges == one.shown);
        CHECK(gone.judged_before == one.judged_before);
        CHECK(gone.judged == one.judged);
    }
}

TEST_CASE("a NO-GO stays one when the ledger does not balance") {
    store::RunRows rows = run_with({tally("GET /a", "mismatch", 1, "high")});
    rows.seen += 1;
    CHECK(make_report(rows).gate.answer == judge::GateAnswer::no_go);
}

TEST_CASE("only mismatches of medium and high severity count, low ones are told apart") {
    const Report report = make_report(
        run_with({tally("GET /a", "mismatch", 2, "high"), tally("GET /a", "mismatch", 3, "medium"),
                  tally("GET /a", "mismatch", 5, "low"), tally("GET /a", "match", 90)}));
    CHECK(report.mismatches == 5);
    CHECK(report.low_mismatches == 5);
    CHECK(report.judged == 100);
    CHECK(route(report, "GET /a").mismatches == 5);
    CHECK(route(report, "GET /a").judged == 100);
}

TEST_CASE("what was not compared is in no rate") {
    const Report report = make_report(
        run_with({tally("GET /a", "match", 10), tally("GET /a", "noise", 1),
                  tally("GET /a", "legacy_error", 100), tally("GET /a", "both_error", 100),
                  tally("GET /a", "uncomparable", 100), tally("GET /a", "dropped", 100),
                  tally("GET /a", "excluded", 100)}));
    CHECK(route(report, "GET /a").seen == 511);
    CHECK(route(report, "GET /a").judged == 11);
    CHECK(report.judged == 11);
}

TEST_CASE("routes stand by name with the gate's answer and bound") {
    const Report report = make_report(demo_run());
    CHECK(std::ranges::is_sorted(report.routes, {}, &RouteLine::route));
    CHECK(route(report, "GET /products/{id}").answer == "NO-GO");
    CHECK(route(report, "GET /health").answer == "INCONCLUSIVE");
    CHECK(route(report, "GET /health").more_needed > 0);
    CHECK(route(report, "GET /health").upper_bound == doctest::Approx(0.00724).epsilon(0.01));
}

TEST_CASE("a route whose requests were all excluded does not hold the gate up") {
    std::vector<store::TallyRow> rows = {tally("GET /a", "match", 100'000),
                                         tally("POST /a", "excluded", 5, "none", "unsafe_method")};
    const Report report = make_report(run_with(rows));
    CHECK(report.gate.answer == judge::GateAnswer::go);
    CHECK(route(report, "POST /a").answer.empty());
    SUBCASE("but one that was dropped does") {
        rows.push_back(tally("GET /b", "dropped", 5, "none", "gap"));
        const Report with_dropped = make_report(run_with(rows));
        CHECK(with_dropped.gate.answer == judge::GateAnswer::inconclusive);
        CHECK(route(with_dropped, "GET /b").answer == "INCONCLUSIVE");
    }
}

TEST_CASE("requests without a route are seen, and are no route") {
    const Report report = make_report(run_with({tally("", "dropped", 4, "none", "gap")}));
    CHECK(report.routes.empty());
    CHECK(report.balances());
    CHECK(report.gate.answer == judge::GateAnswer::inconclusive);
}

TEST_CASE("an empty run is inconclusive") {
    const Report report = make_report({});
    CHECK(report.gate.answer == judge::GateAnswer::inconclusive);
    CHECK(report.upper_bound == 1.0);
    CHECK(report.crashed);
}

TEST_CASE("options out of range give an answer, not an exception") {
    for (const double confidence :
         {-1.0, 0.0, 1.0, 2.0, std::numeric_limits<double>::quiet_NaN()}) {
        CAPTURE(confidence);
        const Report report =
            make_report(demo_run(), {.mismatch_rate_max = 0.001, .confidence = confidence});
        CHECK(report.gate.answer == judge::GateAnswer::inconclusive);
    }
}

TEST_CASE("findings keep their order and get their own example") {
    const store::RunRows rows = demo_run();
    const Report report = make_report(rows);
    REQUIRE(report.findings.size() == 7);
    for (std::size_t i = 0; i < rows.findings.size(); ++i) {
        CHECK(report.findings[i].finding == rows.findings[i]);
        CHECK(report.findings[i].example.id == rows.findings[i].example_id);
    }
    SUBCASE("or none, when it was not kept") {
        store::RunRows without = rows;
        without.examples.clear();
        CHECK(make_report(without).findings.front().example.id.empty());
    }
}
