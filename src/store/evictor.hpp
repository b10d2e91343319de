// SPDX-License-Identifier: Apache-2.0
// Makes room in a run file: what is least missed goes first, and what went is counted.
#pragma once

#include "store/evicted_mismatches.hpp"
#include "store/exchange_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shadowdiff::store {

/// What changes the file works inside a transaction of the caller's. Keys rise in the order
/// in which rows are written, so that what goes first was written first.
class Evictor {
public:
    Evictor(SQLite::Database& database, ExchangeWriter& exchanges);

    /// Until a tenth less than `bytes_max` is used (or a few megabytes, where a tenth is more), or
    /// nothing is left to give: the rows of what was left out, then of what is no mismatch, then of
    /// mismatches the details of samples, then their rows. The first, the smallest and the newest
    /// of each finding stay to the end.
    void make_room(std::uint64_t bytes_max);

    /// Of what was left out, of which `written` rows are new: no more rows than so many.
    void bound_left_out(std::uint64_t written, std::uint64_t rows_max);

    /// All exchanges that were seen before.
    void remove_older(std::int64_t than_us);

    /// Rows that were never written are counted with those that went.
    void count(const std::string& what, std::uint64_t n);

    /// How the transaction ended.
    void committed() { left_out_committed_ = left_out_rows_; }
    void rolled_back();

    std::uint64_t bytes_used();

private:
    /// One kind of rows to give, and how far the table was searched for them: what is written later
    /// stands behind that, so that in the end each row is looked at once.
    struct Kind {
        Statement next;
        std::int64_t searched = 0;  // up to this key
    };
    enum class Part : std::uint8_t { left_out, all, details };

    std::uint64_t give(Kind& kind, Part part);
    template <class... Values>
    std::vector<std::int64_t> search(Kind& kind, const Values&... values);
    void remove(std::int64_t key, Part part);
    void search_from_at_most(std::int64_t key);
    std::int64_t last_key();

    SQLite::Database& database_;
    ExchangeWriter& exchanges_;
    EvictedMismatches mismatches_{database_};
    std::uint64_t left_out_rows_ = 0;
    std::uint64_t left_out_committed_ = 0;
    Kind left_out_{{database_, R"sql(
        SELECT key FROM exchange WHERE key > ? AND verdict IN ('excluded', 'dropped')
        ORDER BY key LIMIT 200
    )sql"}};
    Kind others_{{database_, R"sql(
        SELECT key FROM exchange WHERE key > ? AND verdict <> 'mismatch' ORDER BY key LIMIT 200
    )sql"}};
    Kind samples_{{database_, R"sql(
        SELECT key FROM exchange WHERE key > ? AND is_whole AND NOT EXISTS
            (SELECT 1 FROM example WHERE exchange_key = exchange.key AND slot < 3)
        ORDER BY key LIMIT 200
    )sql"}};
    Kind light_{{database_, R"sql(
        SELECT key FROM exchange WHERE key > ? AND NOT is_whole ORDER BY key LIMIT 200
    )sql"}};
    Kind rest_{{database_, "SELECT key FROM exchange WHERE key > ? ORDER BY key LIMIT 200"}};
    Kind older_{{database_, R"sql(
        SELECT key FROM exchange WHERE key > ? AND seen_at_us < ? ORDER BY key LIMIT 200
    )sql"}};
    Statement last_key_{database_, "SELECT coalesce(max(key), 0) FROM exchange"};
    Statement count_{database_, R"sql(
        INSERT INTO eviction (what, n) VALUES (?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n
    )sql"};
};

}  // namespace shadowdiff::store
