// SPDX-License-Identifier: Apache-2.0
// The tables of times: whole rows in the place of earlier ones.
#pragma once

#include "store/latency_rows.hpp"
#include "store/statement.hpp"

namespace shadowdiff::store {

class LatencyWriter {
public:
    explicit LatencyWriter(SQLite::Database& database) : database_{database} {}

    /// Inside a transaction of the caller's.
    void replace(const LatencyRows& rows);

private:
    SQLite::Database& database_;
    Statement set_latency_{database_, R"sql(
        INSERT OR REPLACE INTO latency (route, leg, origin, n, p50_us, p95_us, p99_us, sketch)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    )sql"};
    Statement set_pairs_{database_, R"sql(
        INSERT OR REPLACE INTO timing_pairs (route, origin, n, kept, pairs) VALUES (?, ?, ?, ?, ?)
    )sql"};
};

LatencyRows read_latency(SQLite::Database& database);

}  // namespace shadowdiff::store
