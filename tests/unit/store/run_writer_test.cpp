// SPDX-License-Identifier: Apache-2.0
#include "store/run_writer.hpp"

#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <numeric>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

RunRows read(const std::filesystem::path& file) {
    auto reader = RunReader::open(file);
    REQUIRE_MESSAGE(reader.has_value(), reader.error().message);
    return reader->rows();
}

std::uint64_t total(const std::vector<TallyRow>& tally) {
    return std::accumulate(tally.begin(), tally.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& row) { return sum + row.n; });
}

/// The n-th of a series: 10 requests seen, 9 settled, one kept.
Batch nth_batch(std::uint64_t n, std::size_t body_bytes = 10) {
    Batch batch;
    batch.seen = 10 * n;
    batch.coverage.set(Blind::gap_bytes, 100 * n);
    batch.tally = {tally(28'333'333 + static_cast<std::int64_t>(n), "GET /a", "match", 8),
                   tally(28'333'333, "GET /a", "mismatch", 1, "", "high")};
    auto row =
        mismatched(std::to_string(100'000 + n), "GET /a", {finding("$.a", "$.a", "changed")});
    row.answers[0].body = stored(std::string(body_bytes, 'x'));
    batch.exchanges = {row};
    batch.noise = {{"GET /a", "$.now", "changed", n, n}};
    return batch;
}

}  // namespace

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

    const auto rows = read(folder / "run.db");
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
    CHECK(read(folder / "run.db").seen == 0);

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

TEST_CASE("a process that dies leaves a file whose ledger balances") {
    for (std::uint64_t flushes = 0; flushes <= 4; ++flushes) {
        CAPTURE(flushes);
        const Folder folder;
        const int status = in_child([&] {
            auto* leaked = new RunWriter{folder / "run.db", sample_run()};
            for (std::uint64_t n = 1; n <= flushes; ++n) {
                if (!leaked->flush(nth_batch(n, 50'000))) return 1;
            }
            return 0;
        });
        REQUIRE(status == 0);
        const auto rows = read(folder / "run.db");
        CHECK(rows.run.version == "0.1.0");
        CHECK(rows.run.ended_at_us == 0);
        CHECK(rows.seen == 10 * flushes);
        CHECK(total(rows.tally) == rows.seen);
        CHECK(rows.exchanges_kept == flushes);
        if (flushes > 0) {
            CHECK(rows.tally.front() == tally(0, "", "dropped", flushes, "crashed"));
        }
    }
}

TEST_CASE("a process that is killed inside a transaction leaves what was committed before") {
    const Folder folder;
    const int status = in_child([&] {
        auto* leaked = new RunWriter{folder / "run.db", sample_run()};
        if (!leaked->flush(nth_batch(1))) return 1;
        auto* other = new SQLite::Database{(folder / "run.db").string(), SQLite::OPEN_READWRITE};
        other->exec("PRAGMA cache_size = 1");  // so that changed pages reach the log at once
        new SQLite::Transaction{*other};
        other->exec("UPDATE run SET seen = 999");
        other->exec(
            "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT 5000) "
            "INSERT INTO noise SELECT 'GET /' || n, 'x', 'changed', 1, 1 FROM c");
        return 0;
    });
    REQUIRE(status == 0);
    const auto rows = read(folder / "run.db");
    CHECK(rows.seen == 10);
    CHECK(rows.noise.size() == 1);
    CHECK(total(rows.tally) == 10);
}

TEST_CASE("a full disk is an error that loses nothing: the batch is written when there is room") {
    const Folder folder;
    // The limit is the process's, and must bind no other test.
    const int status = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        RunWriter writer{folder / "run.db", sample_run()};
        if (!writer.flush(nth_batch(1))) return 1;
        rlimit limit{};
        getrlimit(RLIMIT_FSIZE, &limit);
        const auto unlimited = limit.rlim_cur;
        limit.rlim_cur = 400'000;
        setrlimit(RLIMIT_FSIZE, &limit);
        for (int i = 0; i < 3; ++i) {
            const auto failed = writer.flush(nth_batch(2, 2'000'000));
            if (failed || failed.error().message.find("run.db: ") == std::string::npos) return 2;
            const auto reader = RunReader::open(folder / "run.db");
            if (!reader || reader->rows().seen != 10) return 3;
        }
        if (!writer.flush(nth_batch(2, 1'000))) return 4;  // what still fits is written
        limit.rlim_cur = unlimited;
        setrlimit(RLIMIT_FSIZE, &limit);
        if (!writer.flush(nth_batch(3, 2'000'000))) return 5;
        return writer.finish(5) ? 0 : 6;
    });
    REQUIRE(status == 0);
    const auto rows = read(folder / "run.db");
    CHECK(rows.seen == 30);
    CHECK(rows.exchanges_kept == 3);
    CHECK(total(rows.tally) == 30);
    CHECK(rows.tally[1] == tally(0, "GET /a", "match", 24));
}

TEST_CASE("a file that was removed during the run is an error, not a silence") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush(nth_batch(1)).has_value());
    std::filesystem::rename(folder / "run.db", folder / "gone.db");
    const auto failed = writer.flush(nth_batch(2));
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().message.find("it was removed or replaced during the run") !=
          std::string::npos);
    CHECK_FALSE(writer.finish(1).has_value());

    std::filesystem::rename(folder / "gone.db", folder / "run.db");
    CHECK(writer.flush(nth_batch(2)).has_value());
    CHECK(read(folder / "run.db").seen == 20);
}

TEST_CASE("a batch that fails half way is rolled back whole and can be handed in again") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    SQLite::Database other{(folder / "run.db").string(), SQLite::OPEN_READWRITE};
    other.exec("ALTER TABLE noise RENAME TO hidden");
    const auto failed = writer.flush(nth_batch(1));
    REQUIRE_FALSE(failed.has_value());
    CHECK(failed.error().message.find("no such table") != std::string::npos);
    other.exec("ALTER TABLE hidden RENAME TO noise");
    REQUIRE(writer.flush(nth_batch(1)).has_value());
    SQLite::Database reading{(folder / "run.db").string()};
    CHECK(reading.execAndGet("SELECT sum(n) FROM tally").getInt64() == 9);
}
