// SPDX-License-Identifier: Apache-2.0
#include "reports/pool.hpp"

#include "reports/model.hpp"
#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

NamedRun night(std::string file, std::int64_t started_at_us, std::string candidate = "v2") {
    NamedRun run{std::move(file), demo_run()};
    run.rows.run.started_at_us = started_at_us;
    run.rows.run.facts = {{"candidate_version", std::move(candidate)},
                          {"legacy_version", "v1"},
                          {"rules_digest", "none"}};
    return run;
}

}  // namespace

TEST_CASE("runs of the same versions and rules are added up, the newest first") {
    const auto joined = pool({night("a.db", 100), night("b.db", 200)});
    CHECK(joined.files == std::vector<std::string>{"b.db", "a.db"});
    CHECK(joined.left_out.empty());
    const auto one = make_report(demo_run());
    const auto both = make_report(joined.rows);
    CHECK(both.seen == 2 * one.seen);
    CHECK(both.judged == 2 * one.judged);
    CHECK(both.balances());
    CHECK(both.findings.size() == one.findings.size());
    CHECK(both.findings[0].finding.exchanges == 2 * one.findings[0].finding.exchanges);
    CHECK(both.routes.size() == one.routes.size());
    CHECK(both.run.started_at_us == 100);
}

TEST_CASE("times and odd ones out of all runs count, and not the newest's alone") {
    auto older = night("a.db", 100);
    auto newer = night("b.db", 200);
    newer.rows.odd_one_out.clear();
    older.rows.latency.timings = {{"GET /a", "sent", {}}};
    newer.rows.latency.timings = {{"GET /a", "sent", {}}, {"GET /b", "sent", {}}};
    for (std::uint64_t i = 0; i < 10; ++i) {
        older.rows.latency.timings[0].pairs.add({i, 1'000, 9'000});
        newer.rows.latency.timings[0].pairs.add({100 + i, 1'000, 1'000});
    }
    auto twice = older;
    twice.file = "c.db";
    twice.rows.run.started_at_us = 50;
    const auto joined = pool({std::move(older), std::move(newer), std::move(twice)});
    REQUIRE(joined.rows.odd_one_out.size() == 1);
    CHECK(joined.rows.odd_one_out[0].only_candidate == 2 * 58);
    CHECK(joined.rows.odd_one_out[0].p < 1.6e-15);
    REQUIRE(joined.rows.latency.timings.size() == 2);
    CHECK(joined.rows.latency.timings[0].pairs.seen() == 30);
}

TEST_CASE("what differs, or is not known, is left out by name") {
    auto unknown = night("c.db", 300);
    unknown.rows.run.facts.erase("legacy_version");
    auto rules = night("d.db", 400);
    rules.rows.run.facts["rules_digest"] = "77aa";
    const auto joined =
        pool({night("a.db", 900), night("b.db", 200, "v3"), unknown, std::move(rules)});
    CHECK(joined.files == std::vector<std::string>{"a.db"});
    CHECK(joined.left_out ==
          std::vector<std::string>{
              "d.db: its rules is 77aa, that of the newest run is none",
              "c.db: its legacy version or that of the newest run is not known",
              "b.db: its candidate version is v3, that of the newest run is v2"});
    CHECK(make_report(joined.rows).seen == demo_run().seen);
}

TEST_CASE("a run counts once, however often it is given, and the gravest severity stays") {
    auto copy = night("copy.db", 100);
    auto merged = night("merged.db", 50);
    for (auto* one : {&copy, &merged}) one->rows.run.facts["run_id"] = "aa";
    merged.rows.run.facts.erase("run_id");
    merged.rows.run.facts["merged_runs"] = "aa bb";
    auto run = night("a.db", 100);
    run.rows.run.facts["run_id"] = "aa";
    const auto once = pool({run, copy, merged});
    CHECK(once.files.size() == 1);
    CHECK(once.left_out ==
          std::vector<std::string>{"a.db: a run that is in it is counted already",
                                   "merged.db: a run that is in it is counted already"});

    auto earlier = night("b.db", 90);
    REQUIRE(earlier.rows.findings.front().severity == "high");
    run.rows.findings.front().severity = "low";
    CHECK(pool({run, earlier}).rows.findings.front().severity == "high");
}

TEST_CASE("one run of unknown versions is its own pool; none is an empty one") {
    const auto alone = pool({{"a.db", demo_run()}});
    CHECK(alone.rows == demo_run());
    CHECK(alone.left_out.empty());
    CHECK(pool({}).files.empty());
}
