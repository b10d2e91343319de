// SPDX-License-Identifier: Apache-2.0
#include "store/tally_table.hpp"

#include "store/statement.hpp"
#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

TEST_CASE(
    "minutes, routes and what is kept are summed from the same rows, and say what the views say") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    for (std::uint64_t n = 1; n <= 3; ++n) {
        auto batch = nth_batch(n);
        for (auto& row : batch.tally) row.minute += static_cast<std::int64_t>(n % 2);
        REQUIRE(writer.flush(batch).has_value());
    }
    const auto rows = read_rows(folder / "run.db");
    std::uint64_t of_routes = 0;
    std::uint64_t of_minutes = 0;
    for (const auto& row : rows.tally) {
        CHECK(row.minute == 0);
        of_routes += row.n;
    }
    for (const auto& row : rows.minutes) {
        CHECK(row.route.empty());
        of_minutes += row.n;
    }
    CHECK(of_routes == rows.seen);
    CHECK(of_minutes == rows.seen);
    CHECK(rows.minutes.front().minute < rows.minutes.back().minute);

    SQLite::Database database{(folder / "run.db").string()};
    std::vector<KeptRow> kept;
    Statement{database, "SELECT verdict, reason, n, kept, whole FROM kept ORDER BY 1, 2"}.each(
        [&](RowReader row) {
            kept.push_back({row.text(), row.text(), row.count(), row.count(), row.count()});
        });
    CHECK(rows.kept == kept);
    CHECK(rows.kept.size() > 1);
}

TEST_CASE("what was pending when the process died is in the run's first minute") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    auto batch = nth_batch(1);
    batch.seen += 5;
    REQUIRE(writer.flush(batch).has_value());
    const auto rows = read_rows(folder / "run.db");
    std::uint64_t crashed = 0;
    for (const auto& row : rows.minutes) {
        if (row.reason != "crashed") continue;
        CHECK(row.minute == sample_run().started_at_us / 60'000'000);
        crashed += row.n;
    }
    CHECK(crashed >= 5);
}
