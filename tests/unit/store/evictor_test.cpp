// SPDX-License-Identifier: Apache-2.0
#include "judge/examples.hpp"
#include "store/fingerprint.hpp"
#include "store/merge.hpp"
#include "store/prune.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <doctest/doctest.h>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

// Mismatches numbered so, of which the first is the first example and the others are a sample; and
// as many that are noise.
Batch crowd(int from, int to) {
    Batch batch;
    for (int n = from; n < to; ++n) {
        auto row =
            mismatched(std::to_string(100'000 + n), "GET /a", {finding("$.a", "$.a", "changed")});
        row.seen_at_us = 1'000 * (n + 1);
        row.answers[0].body = stored(random_text(static_cast<std::uint64_t>(n), 4'000));
        row =
            as_example(derived(row), n == 0 ? judge::slot::first
                                            : judge::slot::sample + static_cast<std::uint32_t>(n));
        batch.exchanges.push_back(row);
        auto noise = mismatched(std::to_string(900'000 + n), "GET /a", {});
        noise.verdict = "noise";
        noise.is_whole = false;
        noise.seen_at_us = 1'000 * (n + 1);
        batch.exchanges.push_back(noise);
    }
    const auto count = static_cast<std::uint64_t>(to - from);
    batch.seen = 2 * static_cast<std::uint64_t>(to);
    batch.tally = {tally(1, "GET /a", "mismatch", count, "", "high"),
                   tally(1, "GET /a", "noise", count)};
    return batch;
}

// Requests that were left out, numbered so.
Batch left_out(std::uint64_t from, std::uint64_t to) {
    Batch batch;
    for (auto n = from; n < to; ++n) {
        batch.left_out.push_back({{1, n},
                                  static_cast<std::int64_t>(n),
                                  "GET /a",
                                  judge::Verdict::excluded,
                                  Reason::sampling});
    }
    batch.seen = to;
    batch.tally = {tally(1, "GET /a", "excluded", to - from, "sampling")};
    return batch;
}

std::uint64_t evicted(const RunRows& rows, const char* what) {
    const auto found = std::ranges::find(rows.evicted, what, &EvictionRow::what);
    return found == rows.evicted.end() ? 0 : found->n;
}

// Of the mismatches that have a row, how many are light.
std::uint64_t light(const RunRows& rows) {
    const auto kept = std::ranges::find(rows.kept, std::string{"mismatch"}, &KeptRow::verdict);
    return kept == rows.kept.end() ? 0 : kept->kept - kept->whole;
}

void assert_sound(const std::filesystem::path& file) {
    SQLite::Database database{file.string()};
    CHECK(database.execAndGet("PRAGMA integrity_check").getString() == "ok");
    SQLite::Statement broken{database, "PRAGMA foreign_key_check"};
    CHECK_FALSE(broken.executeStep());
    CHECK(database
              .execAndGet("SELECT count(*) FROM body b WHERE uses <> (SELECT count(*) FROM "
                          "answer WHERE body_key = b.key) + (SELECT count(*) FROM request WHERE "
                          "body_key = b.key)")
              .getInt() == 0);
}

}  // namespace

TEST_CASE("a run file stays within its size, and says what it gave up for it") {
    const Folder folder;
    constexpr std::uint64_t bytes_max = 600'000;
    RunWriter writer{folder / "run.db", sample_run(), bytes_max};
    for (int n = 0; n < 500; n += 20) REQUIRE(writer.flush(crowd(n, n + 20)).has_value());
    REQUIRE(writer.finish(9).has_value());
    CHECK(std::filesystem::file_size(folder / "run.db") < 2 * bytes_max);
    const auto rows = read_rows(folder / "run.db");
    CHECK(rows.seen == 1'000);
    CHECK(total(rows.tally) == 1'000);
    CHECK(rows.findings[0].exchanges == 500);
    CHECK(rows.findings[0].kept <= 500);
    CHECK(rows.findings[0].example_id.empty());
    CHECK(evicted(rows, "rows") >= 300);
    CHECK(evicted(rows, "details") > 0);
    CHECK(evicted(rows, "details") == light(rows));
    CHECK(RunReader::open(folder / "run.db")->exchange("100000")->is_whole);  // the first stays
    assert_sound(folder / "run.db");
}

TEST_CASE("what was left out has a row each, and takes its share of the size at most") {
    const Folder folder;
    constexpr std::uint64_t bytes_max = 600'000;
    RunWriter writer{folder / "run.db", sample_run(), bytes_max};
    REQUIRE(writer.flush(crowd(0, 3)).has_value());
    REQUIRE(writer.flush(left_out(0, 500)).has_value());
    CHECK(evicted(read_rows(folder / "run.db"), "rows") == 0);
    for (std::uint64_t n = 500; n < 3'000; n += 50) {
        REQUIRE(writer.flush(left_out(n, n + 50)).has_value());
    }
    auto last = left_out(3'000, 3'001);
    last.unwritten = 7;
    REQUIRE(writer.flush(last).has_value());
    REQUIRE(writer.finish(9).has_value());
    const auto rows = read_rows(folder / "run.db");
    CHECK(rows.exchanges_kept <= 6 + bytes_max / 1'000);
    CHECK(rows.exchanges_kept + evicted(rows, "rows") == 6 + 3'001);
    CHECK(evicted(rows, "unwritten") == 7);
    const auto reader = RunReader::open(folder / "run.db");
    REQUIRE(reader.has_value());
    CHECK(reader->exchange(to_hex(Hash128{1, 3'000})).has_value());    // the newest
    CHECK_FALSE(reader->exchange(to_hex(Hash128{1, 1})).has_value());  // the oldest
    CHECK(reader->exchange("100000")->is_whole);
    assert_sound(folder / "run.db");
}

TEST_CASE("what was left out goes first, and what is written after all of it went is found") {
    const Folder folder;
    constexpr std::uint64_t bytes_max = 200'000;
    RunWriter writer{folder / "run.db", sample_run(), bytes_max};
    std::uint64_t written = 0;
    for (int n = 0; n < 100; n += 10) {
        auto batch = crowd(n, n + 10);
        batch.left_out = left_out(written, written + 20).left_out;
        written += 20;
        REQUIRE(writer.flush(batch).has_value());
    }
    REQUIRE(writer.finish(9).has_value());
    const auto rows = read_rows(folder / "run.db");
    CHECK(evicted(rows, "details") > 0);
    const auto kept = std::ranges::find(rows.kept, std::string{"mismatch"}, &KeptRow::verdict);
    CHECK(kept->kept + evicted(rows, "rows") >= 100 + 200);
    CHECK(std::filesystem::file_size(folder / "run.db") < 2 * bytes_max);
    assert_sound(folder / "run.db");
}

TEST_CASE("pruning removes what is older and makes the file smaller") {
    const Folder folder;
    {
        RunWriter writer{folder / "run.db", sample_run()};
        REQUIRE(writer.flush(crowd(0, 100)).has_value());
        REQUIRE(writer.finish(9).has_value());
    }
    const auto before = std::filesystem::file_size(folder / "run.db");
    const auto pruned = prune(folder / "run.db", {.older_than_us = 51'000, .bytes_max = 0});
    REQUIRE(pruned.has_value());
    const auto rows = read_rows(folder / "run.db");
    CHECK(rows.exchanges_kept == 100);
    CHECK(rows.seen == 200);
    CHECK(rows.evicted == std::vector<EvictionRow>{{"rows", 100}});
    CHECK(std::filesystem::file_size(folder / "run.db") < before);
    assert_sound(folder / "run.db");
}

TEST_CASE("what lost its details and then its row is told once") {
    const Folder folder;
    for (const auto* keep : {"sample", "all"}) {
        CAPTURE(keep);
        {
            auto run = sample_run();
            run.facts = {{"keep", keep}};
            RunWriter writer{folder / "run.db", run};
            REQUIRE(writer.flush(crowd(0, 100)).has_value());
            REQUIRE(writer.finish(9).has_value());
        }
        const auto file = folder / "run.db";
        const auto size = std::filesystem::file_size(file);
        REQUIRE(prune(file, {.older_than_us = 0, .bytes_max = size * 2 / 3}).has_value());
        const auto first = read_rows(file);
        CHECK(evicted(first, "rows") == 100);  // the noise
        const auto details = evicted(first, "details");
        CHECK(details > 0);
        CHECK(details == light(first));
        // Keys rise with time: the older half of these goes, and all of them in the end.
        const auto half = static_cast<std::int64_t>(1'000 * (details / 2));
        REQUIRE(prune(file, {.older_than_us = half, .bytes_max = 0}).has_value());
        const auto second = read_rows(file);
        CHECK(evicted(second, "details") == light(second));
        CHECK(evicted(second, "details") < details);
        REQUIRE(prune(file, {.older_than_us = 1'000'000'000, .bytes_max = 0}).has_value());
        CHECK(read_rows(file).evicted == std::vector<EvictionRow>{{"rows", 200}});
        std::filesystem::remove(file);
    }
}

TEST_CASE("what evicted mismatches showed is excused as before, also once merged") {
    const Folder folder;
    const auto a = finding("$.a", "$.a", "changed");
    const auto b = finding("$.b", "$.b", "changed", "medium");
    const auto weak = finding("$.weak", "$.weak", "added", "low");
    auto minor = mismatched("a4", "GET /a", {weak});
    minor.severity = "low";
    (void)run_of(folder, {mismatched("a1", "GET /a", {a}), mismatched("a2", "GET /a", {a, weak}),
                          mismatched("a3", "GET /a", {a, b}), minor,
                          mismatched("a5", "GET /b", {a}), mismatched("a6", "GET /a", {a})});
    const auto excused = [&](const char* file, const std::vector<const char*>& patterns) {
        std::vector<std::string> fingerprints;
        for (const auto* pattern : patterns) {
            fingerprints.push_back(fingerprint("GET /a", pattern, "changed"));
        }
        const auto routes = RunReader::open(folder / file)->excused_by(fingerprints);
        const auto found = routes.find("GET /a");
        return found == routes.end() ? 0 : found->second;
    };
    CHECK(excused("run.db", {"$.a"}) == 3);
    REQUIRE(prune(folder / "run.db", {.older_than_us = std::int64_t{1} << 60}).has_value());
    CHECK(read_rows(folder / "run.db").exchanges_kept == 0);
    CHECK(excused("run.db", {}) == 0);
    CHECK(excused("run.db", {"$.a"}) == 3);
    CHECK(excused("run.db", {"$.a", "$.b"}) == 4);
    CHECK(excused("run.db", {"$.b"}) == 0);
    REQUIRE(merge(folder / "all.db", {folder / "run.db"}).has_value());
    CHECK(excused("all.db", {"$.a"}) == 3);
}

TEST_CASE("a run that is written is not pruned, nor another program's file") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush(crowd(0, 3)).has_value());
    const auto refused = prune(folder / "run.db", {.older_than_us = 51'000, .bytes_max = 0});
    REQUIRE_FALSE(refused.has_value());
    CHECK(contains(refused.error().message, "another shadowdiff is writing it"));
    CHECK_FALSE(prune(folder / "none.db", {}).has_value());
}
