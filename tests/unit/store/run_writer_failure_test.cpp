// SPDX-License-Identifier: Apache-2.0
// What a run file holds when the process, the disk or another program fails it.
#include "store/run_file.hpp"
#include "store/run_writer.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

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
        const auto rows = read_rows(folder / "run.db");
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
    const auto rows = read_rows(folder / "run.db");
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
    const auto rows = read_rows(folder / "run.db");
    CHECK(rows.seen == 30);
    CHECK(rows.exchanges_kept == 3);
    CHECK(total(rows.tally) == 30);
    CHECK(rows.tally[1] == tally(0, "GET /a", "match", 24));
}

TEST_CASE("a file that was removed during the run is written anew, with all that was in it") {
    for (const bool with_side_files : {false, true}) {
        CAPTURE(with_side_files);
        const Folder folder;
        const auto file = folder / "run.db";
        RunWriter writer{file, sample_run()};
        auto first = nth_batch(1, 5'000);
        REQUIRE(writer.flush(first).has_value());
        if (with_side_files) {
            remove_run_file(file);
        } else {
            std::filesystem::remove(file);
        }
        auto second = nth_batch(2, 5'000);
        second.exchanges[0].answers = first.exchanges[0].answers;  // a body that is there already
        REQUIRE(writer.flush(second).has_value());
        CHECK(writer.times_written_anew() == 1);
        REQUIRE(writer.flush(nth_batch(3, 5'000)).has_value());
        const auto rows = read_rows(file);
        CHECK(rows.seen == 30);
        CHECK(rows.exchanges_kept == 3);
        CHECK(total(rows.tally) == 30);
        CHECK((std::filesystem::status(file).permissions() & std::filesystem::perms::all) ==
              (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
        CHECK_THROWS_AS((RunWriter{file, sample_run()}), StartupError);  // it is held as before
        std::filesystem::remove(file);
        REQUIRE(writer.finish(5).has_value());
        CHECK(writer.times_written_anew() == 2);
        CHECK(read_rows(file).run.ended_at_us == 5);
        CHECK(std::distance(std::filesystem::directory_iterator{file.parent_path()}, {}) == 1);
    }
}

TEST_CASE("a file whose place another took is an error, not a silence") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush(nth_batch(1)).has_value());
    std::filesystem::rename(folder / "run.db", folder / "gone.db");
    std::ofstream{folder / "run.db"} << "somebody's";
    const auto failed = writer.flush(nth_batch(2));
    REQUIRE_FALSE(failed.has_value());
    CHECK(contains(failed.error().message, "another file took its place during the run"));
    CHECK_FALSE(writer.finish(1).has_value());
    CHECK(std::filesystem::file_size(folder / "run.db") == 10);

    std::filesystem::rename(folder / "gone.db", folder / "run.db");
    CHECK(writer.flush(nth_batch(2)).has_value());
    CHECK(read_rows(folder / "run.db").seen == 20);
}

TEST_CASE("what stands where a removed file would be copied to is left alone") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush(nth_batch(1)).has_value());
    std::ofstream{folder / "run.db.part"} << "somebody's";
    std::filesystem::remove(folder / "run.db");
    const auto failed = writer.flush(nth_batch(2));
    REQUIRE_FALSE(failed.has_value());
    CHECK(contains(failed.error().message, "is not one of our run files"));
    CHECK(std::filesystem::file_size(folder / "run.db.part") == 10);
}

TEST_CASE("a file whose folder is gone is an error until it is there again") {
    const Folder folder;
    std::filesystem::create_directory(folder / "runs");
    RunWriter writer{folder / "runs/run.db", sample_run()};
    REQUIRE(writer.flush(nth_batch(1)).has_value());
    std::filesystem::rename(folder / "runs", folder / "moved");
    const auto failed = writer.flush(nth_batch(2));
    REQUIRE_FALSE(failed.has_value());
    CHECK(contains(failed.error().message, "it was removed during the run, and cannot be written"));
    std::filesystem::rename(folder / "moved", folder / "runs");
    CHECK(writer.flush(nth_batch(2)).has_value());
    CHECK(read_rows(folder / "runs/run.db").seen == 20);
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
