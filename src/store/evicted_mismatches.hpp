// SPDX-License-Identifier: Apache-2.0
// What evicted mismatches showed: a decision may excuse them for all that.
#pragma once

#include "store/statement.hpp"

#include <cstdint>

namespace shadowdiff::store {

class EvictedMismatches {
public:
    explicit EvictedMismatches(SQLite::Database& database) : database_{database} {}

    /// Before its rows go. One that is no mismatch of severity medium or high is passed by, and so
    /// is one that would be beyond the bounds of the table: it can be excused no more.
    void note(std::int64_t exchange_key);

private:
    SQLite::Database& database_;
    Statement find_{database_, R"sql(
        SELECT e.route, f.fingerprint
        FROM exchange e
        JOIN exchange_fingerprint l ON l.exchange_key = e.key AND l.severity IN ('medium', 'high')
        JOIN fingerprint f ON f.key = l.fingerprint_key AND f.standing = 'finding'
        WHERE e.key = ? AND e.verdict = 'mismatch' AND e.severity IN ('medium', 'high')
        ORDER BY f.fingerprint
    )sql"};
    Statement add_{database_, R"sql(
        UPDATE evicted_mismatch SET n = n + 1 WHERE route = ? AND fingerprints = ?
    )sql"};
    Statement insert_{database_, R"sql(
        INSERT INTO evicted_mismatch (route, fingerprints, n)
        SELECT ?, ?, 1 WHERE (SELECT coalesce(max(key), 0) FROM evicted_mismatch) < 10000
    )sql"};
};

}  // namespace shadowdiff::store
