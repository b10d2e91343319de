// SPDX-License-Identifier: Apache-2.0
#include "store/latency_table.hpp"

#include "tests/unit/store/sample.hpp"

#include <SQLiteCpp/Database.h>
#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

namespace {

LatencyRows times(std::uint64_t count) {
    LatencyRow legacy{"GET /\xFF", "legacy", "sent", {}};
    TimingRow timing{"GET /\xFF", "sent", {}};
    for (std::uint64_t n = 0; n < count; ++n) {
        legacy.sketch.add(static_cast<double>(1'000 + n));
        timing.pairs.add(
            {n * 0x9E3779B97F4A7C15, static_cast<std::uint32_t>(1'000 + n), 0xFFFFFFFF});
    }
    return {{legacy}, {timing}};
}

Batch batch_of(LatencyRows rows) {
    Batch batch;
    batch.latency = std::move(rows);
    return batch;
}

}  // namespace

TEST_CASE("times come back as they went in, and later ones replace them whole") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush(batch_of(times(100))).has_value());
    CHECK(read_rows(folder / "run.db").latency == times(100));
    REQUIRE(writer.flush(batch_of(times(12'000))).has_value());
    CHECK(read_rows(folder / "run.db").latency == times(12'000));
}

TEST_CASE("quantiles can be read with SQL alone") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush(batch_of(times(1'001))).has_value());
    SQLite::Database database{(folder / "run.db").string()};
    const auto p50 = database.execAndGet("SELECT p50_us FROM latency").getInt64();
    CHECK(p50 >= 1'485);
    CHECK(p50 <= 1'515);
    CHECK(database.execAndGet("SELECT kept FROM timing_pairs").getInt64() == 1'001);
}

TEST_CASE("a damaged blob gives other times, and no crash") {
    const Folder folder;
    RunWriter writer{folder / "run.db", sample_run()};
    REQUIRE(writer.flush(batch_of(times(100))).has_value());
    SQLite::Database database{(folder / "run.db").string(), SQLite::OPEN_READWRITE};
    database.exec("UPDATE latency SET sketch = substr(sketch, 1, 7)");
    database.exec("UPDATE timing_pairs SET pairs = substr(pairs, 1, 21)");
    const auto rows = read_rows(folder / "run.db");
    CHECK(rows.latency.legs.size() == 1);
    CHECK(rows.latency.timings[0].pairs.kept() == 2);
}
