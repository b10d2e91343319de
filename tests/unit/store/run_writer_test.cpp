// SPDX-License-Identifier: Apache-2.0
#include "store/run_writer.hpp"

#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <string>
#include <utility>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

TEST_CASE("what was written is read back equal, whatever its bytes") {
    const Folder folder;
    auto row = mismatched(
        "ab", "GET /\xFF{id}",
        {finding("$.a\x01", "$.a\x01", "changed"), finding("$.b[3]", "$.b[*]", "missing", "low")});
    row.client = std::string{"nul\0nul", 7};
    row.target = stored("/\xE9?'; DROP TABLE run; --");
    row.request_body = stored(std::string{"\0\x80\xFF body", 8});
    row.why = "it's \"so\"";
    row.answers[0].body = stored(std::string(300'000, '\xFE'));
    row.answers[1].status = 65'535;
    row.answers[1].first_byte_us = 0;
    row.answers[1].body_length = std::uint64_t{1} << 62U;
    row.differences[1].candidate = stored("");
    row.differences[1].hint = "renamed";
    row = derived(row);

    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush({.seen = 1, .coverage = {}, .tally = {}, .exchanges = {row}, .noise = {}})
                .has_value());
    const auto reader = RunReader::open(folder / "run.db");
    REQUIRE(reader.has_value());
    const auto found = reader->exchange(row.id);
    REQUIRE(found.has_value());
    CHECK(*found == row);
}

TEST_CASE("batches add up: tallies are summed, totals replaced") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    for (std::uint64_t n = 1; n <= 3; ++n) REQUIRE(writer.flush(nth_batch(n)).has_value());
    REQUIRE(writer.finish(1'700'000'100'000'000).has_value());

    const auto rows = read_rows(folder / "run.db");
    CHECK(rows.run.ended_at_us == 1'700'000'100'000'000);
    CHECK(rows.seen == 30);
    CHECK(rows.coverage == std::vector<CoverageRow>{{"gap_bytes", 300}});
    CHECK(rows.noise == std::vector<NoiseRow>{{"GET /a", "$.now", "changed", 3, 3}});
    CHECK(rows.exchanges_kept == 3);
    const std::vector<TallyRow> expected = {
        tally(0, "", "dropped", 3, "crashed"),
        tally(0, "GET /a", "match", 24),
        tally(0, "GET /a", "mismatch", 3, "", "high"),
    };
    CHECK(rows.tally == expected);
}

TEST_CASE("what comparing gave up and how legs failed is told as it stands at the end") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    Batch batch;
    batch.bounds = {{"coarse_lists", 1}};
    batch.leg_failures = {{"candidate", "GET /a", "refused", 1}};
    REQUIRE(writer.flush(batch).has_value());
    batch.bounds = {{"coarse_lists", 3}, {"rule_states", 1}};
    batch.leg_failures = {{"candidate", "GET /a", "refused", 2},
                          {"candidate", "GET /b", "refused", 3}};
    REQUIRE(writer.flush(batch).has_value());
    REQUIRE(writer.finish(1).has_value());
    const auto rows = read_rows(folder / "run.db");
    CHECK(rows.bounds == std::vector<BoundRow>{{"coarse_lists", 3}, {"rule_states", 1}});
    CHECK(rows.leg_failures == std::vector<LegFailureRow>{{"candidate", "GET /b", "refused", 3},
                                                          {"candidate", "GET /a", "refused", 2}});
}

TEST_CASE("statuses add up, legacy's first") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    Batch batch;
    batch.leg_statuses = {{"GET /a", "candidate", 200, 1}, {"GET /a", "legacy", 500, 2}};
    REQUIRE(writer.flush(batch).has_value());
    batch.leg_statuses = {{"GET /a", "candidate", 200, 3}, {"GET /a", "legacy", 200, 4}};
    REQUIRE(writer.flush(batch).has_value());
    REQUIRE(writer.finish(1).has_value());
    CHECK(read_rows(folder / "run.db").leg_statuses ==
          std::vector<LegStatusRow>{{"GET /a", "legacy", 200, 4},
                                    {"GET /a", "legacy", 500, 2},
                                    {"GET /a", "candidate", 200, 4}});
}

TEST_CASE("dimensions add up, the most frequent value first") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    Batch batch;
    batch.dimensions = {{"client", "curl/8", 1, 1}, {"client", "wget/1", 4, 0}};
    REQUIRE(writer.flush(batch).has_value());
    batch.dimensions = {{"client", "curl/8", 6, 2}, {"answer_type", "text/html", 1, 1}};
    REQUIRE(writer.flush(batch).has_value());
    REQUIRE(writer.finish(1).has_value());
    CHECK(read_rows(folder / "run.db").dimensions ==
          std::vector<DimensionRow>{{"answer_type", "text/html", 1, 1},
                                    {"client", "curl/8", 7, 3},
                                    {"client", "wget/1", 4, 0}});
}

TEST_CASE("a run that keeps everything keeps whole what is no example any more") {
    for (const std::string keep : {"all", "sample"}) {
        CAPTURE(keep);
        const Folder folder;
        auto run = sample_run();
        run.facts["keep"] = keep;
        RunWriter writer{folder / "run.db", run};
        Batch batch;
        for (const auto* id : {"aa", "bb"}) {
            auto row = mismatched(id, "GET /a", {finding("$.a", "$.a", "changed")});
            batch.exchanges.push_back(as_example(std::move(row), 2));
        }
        REQUIRE(writer.flush(batch).has_value());
        const auto reader = RunReader::open(folder / "run.db");
        CHECK(reader->exchange(id_of("aa"))->is_whole == (keep == "all"));
        CHECK(reader->exchange(id_of("bb"))->is_whole);
    }
}

TEST_CASE("a finished run is one file of mode 0600") {
    const Folder folder;
    {
        RunWriter writer{folder / "run.db", sample_run()};
        REQUIRE(writer.flush(nth_batch(1)).has_value());
        CHECK(folder.entries() > 1);  // the log lies beside it while it is written
        for (const auto* name : {"run.db", "run.db-wal", "run.db-shm"}) {
            CAPTURE(name);
            struct stat status{};
            REQUIRE(::stat((folder / name).c_str(), &status) == 0);
            CHECK((status.st_mode & 0777U) == 0600U);
        }
        REQUIRE(writer.finish(1).has_value());
    }
    CHECK(folder.entries() == 1);
}

TEST_CASE("a run that somebody reads can be finished; only its log stays beside it") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush(nth_batch(1)).has_value());
    const auto reader = RunReader::open(folder / "run.db");
    REQUIRE(reader.has_value());
    CHECK(reader->rows().run.ended_at_us == 0);
    REQUIRE(writer.finish(7).has_value());
    CHECK(reader->rows().run.ended_at_us == 7);
}

TEST_CASE("a run can be read while it is written") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    const auto reader = RunReader::open(folder / "run.db");
    REQUIRE(reader.has_value());
    for (std::uint64_t n = 1; n <= 5; ++n) {
        REQUIRE(writer.flush(nth_batch(n)).has_value());
        const auto rows = reader->rows();
        CHECK(rows.seen == 10 * n);
        CHECK(rows.exchanges_kept == n);
        CHECK(total(rows.tally) == rows.seen);
    }
}

TEST_CASE("an earlier run is replaced, another program's database is not") {
    const Folder folder;
    {
        RunWriter writer{folder / "run.db", sample_run()};
        REQUIRE(writer.flush(nth_batch(1)).has_value());
    }
    RunWriter writer{folder / "run.db", sample_run()};
    CHECK(read_rows(folder / "run.db").seen == 0);

    SQLite::Database other{(folder / "other.db").string(),
                           SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    other.exec("CREATE TABLE precious (n)");
    CHECK_THROWS_AS((RunWriter{folder / "other.db", sample_run()}), StartupError);
    CHECK(other.tableExists("precious"));
}

TEST_CASE("an exchange that is there already stays as it was and holds nothing up") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    const auto first = mismatched("aa", "GET /a", {finding("$.a", "$.a", "changed")});
    const auto again = mismatched("aa", "GET /b", {});
    const auto next = mismatched("bb", "GET /b", {});
    Batch batch;
    batch.seen = 3;
    batch.exchanges = {first, again, next};
    REQUIRE(writer.flush(batch).has_value());
    const auto reader = RunReader::open(folder / "run.db");
    REQUIRE(reader.has_value());
    CHECK(reader->exchange("aa") == first);
    CHECK(reader->exchange("bb") == next);
    CHECK(reader->rows().exchanges_kept == 2);
}
