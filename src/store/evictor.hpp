// SPDX-License-Identifier: Apache-2.0
// Makes room in a run file: what is least missed goes first, and what went is counted.
#pragma once

#include "store/exchange_writer.hpp"

#include <cstdint>

namespace shadowdiff::store {

class Evictor {
public:
    Evictor(SQLite::Database& database, ExchangeWriter& exchanges)
        : database_{database}, exchanges_{exchanges} {}

    /// Until a tenth less than `bytes_max` is used, or nothing is left to give: of what is no
    /// mismatch the rows, then of mismatches the details of samples, then their rows; the oldest
    /// first. The first, the smallest and the newest of each finding stay to the end. Inside a
    /// transaction of the caller's.
    void make_room(std::uint64_t bytes_max);

    /// All exchanges that were seen before.
    void remove_older(std::int64_t than_us);

    std::uint64_t bytes_used();

private:
    bool give(Statement& next, bool whole_rows);
    void count(bool whole_rows, std::uint64_t n);

    SQLite::Database& database_;
    ExchangeWriter& exchanges_;
    Statement others_{database_, R"sql(
        SELECT key FROM exchange WHERE verdict <> 'mismatch' ORDER BY seen_at_us, key LIMIT 200
    )sql"};
    Statement samples_{database_, R"sql(
        SELECT key FROM exchange WHERE is_whole AND NOT EXISTS
            (SELECT 1 FROM example WHERE exchange_key = exchange.key AND slot < 3)
        ORDER BY seen_at_us, key LIMIT 200
    )sql"};
    Statement light_{database_, R"sql(
        SELECT key FROM exchange WHERE NOT is_whole ORDER BY seen_at_us, key LIMIT 200
    )sql"};
    Statement rest_{database_, "SELECT key FROM exchange ORDER BY seen_at_us, key LIMIT 200"};
    Statement older_{database_,
                     "SELECT key FROM exchange WHERE seen_at_us < ? ORDER BY seen_at_us LIMIT 200"};
    Statement count_{database_, R"sql(
        INSERT INTO eviction (what, n) VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n
    )sql"};
};

}  // namespace shadowdiff::store
