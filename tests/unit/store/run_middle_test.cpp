// SPDX-License-Identifier: Apache-2.0
#include "store/run_middle.hpp"

#include "store/merge.hpp"
#include "store/schema.hpp"
#include "store/statement.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

constexpr std::int64_t first_minute = 28'333'333;

ExchangeRow seen_in(std::int64_t minute, std::int64_t us, std::string_view id,
                    std::vector<DifferenceRow> differences) {
    auto row = mismatched(id, "GET /a", std::move(differences));
    row.seen_at_us = minute * 60'000'000 + us;
    return row;
}

// Four minutes: the later part begins with the third.
void write_run(const std::filesystem::path& file, std::int64_t first = first_minute,
               std::string_view id = "a") {
    const auto price = finding("$.price", "$.price", "changed");
    const auto name = finding("$.name", "$.name", "missing");
    const std::string prefix{id};
    Batch batch;
    batch.seen = 38;
    batch.tally = {tally(first, "GET /a", "match", 9),
                   tally(first + 1, "GET /a", "match", 10),
                   tally(first + 1, "GET /a", "mismatch", 1, "", "high"),
                   tally(first + 2, "GET /a", "mismatch", 3, "", "high"),
                   tally(first + 3, "GET /a", "match", 12),
                   tally(first + 3, "GET /b", "match", 3)};
    batch.exchanges = {seen_in(first + 1, 59'999'999, prefix + "1", {price}),
                       seen_in(first + 2, 0, prefix + "2", {price, name}),
                       seen_in(first + 2, 1, prefix + "3", {price}),
                       seen_in(first + 2, 2, prefix + "4", {price})};
    auto run = sample_run();
    run.facts["run_id"] = prefix;
    RunWriter writer{file, run};
    writer.flush(batch).value();
    writer.finish(9).value();
}

}  // namespace

TEST_CASE("what was judged and found before the run's middle is counted apart") {
    const Folder folder;
    write_run(folder / "run.db");
    const auto reader = RunReader::open(folder / "run.db").value();
    const auto rows = reader.rows();
    REQUIRE(rows.middle_minute == first_minute + 2);
    CHECK(rows.earlier == std::vector{tally(0, "GET /a", "match", 19),
                                      tally(0, "GET /a", "mismatch", 1, "", "high")});
    CHECK(total(rows.tally) == 38);
    REQUIRE(rows.findings.size() == 2);
    CHECK(rows.findings[0].pattern == "$.price");
    CHECK(rows.findings[0].kept == 4);
    CHECK(rows.findings[0].kept_earlier == 1);
    CHECK(rows.findings[1].kept == 1);
    CHECK(rows.findings[1].kept_earlier == 0);

    const auto counts = reader.rows({.examples = false, .latency = false, .trend = false});
    CHECK_FALSE(counts.middle_minute);
    CHECK(counts.earlier.empty());
    CHECK(counts.findings[0].kept_earlier == 0);
    CHECK(total(counts.tally) == total(rows.tally));
}

TEST_CASE("runs that were joined are split in the middle of all of them") {
    const Folder folder;
    write_run(folder / "1.db");
    write_run(folder / "2.db", first_minute + 100, "b");
    REQUIRE(merge(folder / "all.db", {folder / "1.db", folder / "2.db"}).has_value());
    const auto rows = read_rows(folder / "all.db");
    CHECK(rows.middle_minute == first_minute + 52);
    CHECK(total(rows.earlier) == 38);
    CHECK(total(rows.tally) == 76);
    REQUIRE(rows.findings.size() == 2);
    CHECK(rows.findings[0].exchanges == 8);
    CHECK(rows.findings[0].kept == 8);
    CHECK(rows.findings[0].kept_earlier == 4);
}

TEST_CASE("a run is split in the middle of its minutes, where it has more than one") {
    constexpr auto max = std::numeric_limits<std::int64_t>::max();
    constexpr auto min = std::numeric_limits<std::int64_t>::min();
    struct Row {
        std::vector<std::int64_t> minutes;
        std::optional<std::int64_t> middle;
    };
    const Row rows[] = {{{}, {}},      {{7}, {}},        {{7, 8}, 8},
                        {{7, 9}, 8},   {{7, 10}, 9},     {{7, 8, 9, 10, 1'007}, 507},
                        {{-3, 2}, 0},  {{min, max}, {}}, {{0, max}, {}},
                        {{min, 0}, {}}};
    for (const auto& [minutes, middle] : rows) {
        SQLite::Database database{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        create_schema(database);
        for (const auto minute : minutes) {
            CAPTURE(minute);
            Statement{database, "INSERT INTO tally VALUES (?, 'GET /a', 'match', '', 'none', 1)"}
                .run(minute);
        }
        CHECK(middle_minute(database) == middle);
    }
}
