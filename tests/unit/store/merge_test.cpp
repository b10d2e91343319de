// SPDX-License-Identifier: Apache-2.0
#include "store/merge.hpp"

#include "judge/examples.hpp"
#include "store/prune.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

void make_run(const std::filesystem::path& file, std::uint64_t first,
              std::string candidate = "v2") {
    auto run = sample_run();
    run.started_at_us += static_cast<std::int64_t>(first) * 1'000'000;
    run.facts = {{"run_id", "run" + std::to_string(first)},
                 {"candidate_version", std::move(candidate)},
                 {"keep", "sample"}};
    RunWriter writer{file, run};
    auto batch = nth_batch(1);
    batch.seen = 9;
    batch.exchanges[0].id = id_of(std::to_string(700'000 + first));
    batch.exchanges[0] = as_example(batch.exchanges[0], judge::slot::first);
    batch.latency.legs.push_back({"GET /a", "legacy", "sent", {}});
    batch.latency.legs[0].sketch.add(100.0 * static_cast<double>(first));
    batch.odd_one_out = {{.route = "GET /a",
                          .pattern = "$.total",
                          .kind = "changed",
                          .present = 50,
                          .only_candidate = 4,
                          .only_legacy = 1,
                          .p = 1,
                          .q = 1}};
    batch.leg_failures = {{"candidate", "GET /a", "refused", first}};
    batch.leg_statuses = {{"GET /a", "legacy", 200, first}};
    batch.dimensions = {{"tenant", "shop.test", first + 1, first}};
    writer.flush(batch).value();
    writer.finish(run.started_at_us + 5).value();
}

RunRows merged(const Folder& folder, const std::vector<std::filesystem::path>& files) {
    const auto told = merge(folder / "all.db", files);
    REQUIRE(told.has_value());
    return read_rows(folder / "all.db");
}

}  // namespace

TEST_CASE("runs are joined: counts are added, exchanges listed together") {
    const Folder folder;
    make_run(folder / "1.db", 1);
    make_run(folder / "2.db", 2);
    const auto rows = merged(folder, {folder / "1.db", folder / "2.db"});
    CHECK(rows.seen == 18);
    CHECK(total(rows.tally) == 18);
    CHECK(rows.exchanges_kept == 2);
    CHECK(rows.findings[0].exchanges == 2);
    CHECK(rows.findings[0].example_id == id_of("700001"));
    CHECK(rows.coverage == std::vector<CoverageRow>{{"gap_bytes", 200}});
    CHECK(rows.noise == std::vector<NoiseRow>{{"GET /a", "$.now", "changed", 2, 2}});
    CHECK(rows.latency.legs[0].sketch.count() == 2);
    CHECK(rows.run.facts.at("candidate_version") == "v2");
    CHECK(rows.run.ended_at_us == sample_run().started_at_us + 2'000'005);
}

TEST_CASE("merging is idempotent: what is there already is joined once") {
    const Folder folder;
    make_run(folder / "1.db", 1);
    make_run(folder / "2.db", 2);
    const auto once = merged(folder, {folder / "1.db", folder / "2.db"});
    std::filesystem::rename(folder / "all.db", folder / "first.db");
    CHECK(merged(folder, {folder / "first.db", folder / "1.db", folder / "2.db"}) == once);
    CHECK(merged(folder, {folder / "1.db", folder / "1.db", folder / "2.db"}) == once);
    make_run(folder / "3.db", 3);
    CHECK(merged(folder, {folder / "first.db", folder / "3.db"}).seen == 27);
    CHECK(merged(folder, {folder / "1.db", folder / "first.db", folder / "2.db"}) == once);
    REQUIRE(merge(folder / "second.db", {folder / "2.db", folder / "3.db"}));
    const auto refused = merge(folder / "more.db", {folder / "first.db", folder / "second.db"});
    REQUIRE_FALSE(refused.has_value());
    CHECK(contains(refused.error().message, "is there already"));
}

TEST_CASE("what each run counted of odd ones out and of failures is weighed as one") {
    const Folder folder;
    make_run(folder / "1.db", 1);
    make_run(folder / "2.db", 2);
    const auto rows = merged(folder, {folder / "1.db", folder / "2.db"});
    CHECK(rows.leg_failures == std::vector<LegFailureRow>{{"candidate", "GET /a", "refused", 3}});
    CHECK(rows.leg_statuses == std::vector<LegStatusRow>{{"GET /a", "legacy", 200, 3}});
    CHECK(rows.dimensions == std::vector<DimensionRow>{{"tenant", "shop.test", 5, 3}});
    REQUIRE(rows.odd_one_out.size() == 1);
    const auto& odd = rows.odd_one_out[0];
    CHECK(odd.present == 100);
    CHECK(odd.only_candidate == 8);
    CHECK(odd.only_legacy == 2);
    CHECK(odd.p == doctest::Approx(56.0 / 1024));  // at least 8 heads of 10
    CHECK(odd.q == doctest::Approx(odd.p));
    CHECK(odd.effect == doctest::Approx(0.06));
}

TEST_CASE("facts that differ are not known of the whole, which lists them") {
    const Folder folder;
    make_run(folder / "1.db", 1);
    make_run(folder / "2.db", 2, "v3");
    const auto rows = merged(folder, {folder / "1.db", folder / "2.db"});
    CHECK_FALSE(rows.run.facts.contains("candidate_version"));
    CHECK(rows.run.facts.at("merged_candidate_version") == "v2; v3");
    CHECK(rows.run.facts.at("merged_unequal") == "candidate version, legacy version, rules");
    std::filesystem::rename(folder / "all.db", folder / "both.db");
    CHECK(merged(folder, {folder / "both.db"}).run == rows.run);
    CHECK(rows.run.facts.at("keep") == "sample");
}

TEST_CASE("a merged file is sound, and never one of those it is made of") {
    const Folder folder;
    make_run(folder / "1.db", 1);
    make_run(folder / "2.db", 2);
    (void)merged(folder, {folder / "1.db", folder / "2.db"});
    SQLite::Database database{(folder / "all.db").string()};
    CHECK(database.execAndGet("PRAGMA integrity_check").getString() == "ok");
    SQLite::Statement broken{database, "PRAGMA foreign_key_check"};
    CHECK_FALSE(broken.executeStep());
    CHECK_FALSE(merge(folder / "1.db", {folder / "1.db", folder / "2.db"}).has_value());
    CHECK_FALSE(merge(folder / "new.db", {}).has_value());
    CHECK_FALSE(merge(folder / "new.db", {folder / "none.db"}).has_value());
}

TEST_CASE("a merge that fails leaves what was there, and nothing of its own") {
    const Folder folder;
    make_run(folder / "1.db", 1);
    make_run(folder / "2.db", 2);
    const auto whole = merged(folder, {folder / "1.db"});
    {
        SQLite::Database database{(folder / "2.db").string(), SQLite::OPEN_READWRITE};
        database.exec("UPDATE leg_failure SET n = 9223372036854775807");  // more than can be added
    }
    CHECK_FALSE(merge(folder / "all.db", {folder / "1.db", folder / "2.db"}).has_value());
    CHECK(read_rows(folder / "all.db") == whole);
    CHECK_FALSE(std::filesystem::exists(folder / "all.db.part"));
    std::filesystem::create_directory(folder / "all");
    CHECK_THROWS_AS((void)merge(folder / "all", {folder / "1.db"}), StartupError);
    CHECK_FALSE(std::filesystem::exists(folder / "all.part"));
}

TEST_CASE("what runs counted is added up, also of exchanges that none of them keeps any more") {
    const Folder folder;
    make_run(folder / "1.db", 1);
    make_run(folder / "2.db", 2);
    const auto older_than = sample_run().started_at_us + 1'000'000'000;
    REQUIRE(prune(folder / "1.db", {.older_than_us = older_than}).has_value());
    REQUIRE(read_rows(folder / "1.db").exchanges_kept == 0);
    const auto rows = merged(folder, {folder / "1.db", folder / "2.db"});
    CHECK(rows.exchanges_kept == 1);
    REQUIRE_FALSE(rows.findings.empty());
    CHECK(rows.findings[0].exchanges == 2);
    CHECK(rows.findings[0].kept == 1);
    CHECK(rows.evicted == std::vector<EvictionRow>{{"rows", 1}});
}

TEST_CASE("what equal rules did is added up; of different rules nothing is told") {
    const Folder folder;
    const auto make = [&](const char* name, const char* digest) {
        auto run = sample_run();
        run.facts = {{"run_id", name}, {"rules_digest", digest}};
        RunWriter writer{folder / name, run};
        Batch batch;
        RuleRow rule;
        rule.name = "team.toml:1";
        rule.action = "ignore";
        rule.exchanges = 3;
        rule.differences = 4;
        rule.places = {{"GET /a", "$.at", "changed", 3, 2, 1}};
        batch.rules = {rule};
        batch.routes = {{"GET /a", "inferred", 5}};
        writer.flush(batch).value();
        writer.finish(run.started_at_us + 5).value();
    };
    make("1.db", "abc");
    make("2.db", "abc");
    make("3.db", "def");
    const auto same = merged(folder, {folder / "1.db", folder / "2.db"});
    REQUIRE(same.rules.size() == 1);
    CHECK(same.rules[0].exchanges == 6);
    CHECK(same.rules[0].differences == 8);
    CHECK(same.rules[0].places ==
          std::vector<RulePlaceRow>{{"GET /a", "$.at", "changed", 6, 4, 2}});
    CHECK(same.routes == std::vector<RouteRow>{{"GET /a", "inferred", 10}});
    CHECK(merged(folder, {folder / "1.db", folder / "3.db"}).rules.empty());
}
