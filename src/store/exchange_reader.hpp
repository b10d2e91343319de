// SPDX-License-Identifier: Apache-2.0
// Reads exchanges: the light row, and what of it is kept whole.
#pragma once

#include "store/body_table.hpp"
#include "store/exchange_filter.hpp"
#include "store/rows.hpp"
#include "store/statement.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace shadowdiff::store {

class ExchangeReader {
public:
    explicit ExchangeReader(SQLite::Database& database) : bodies_{database}, database_{database} {}

    /// Keys of those whose id begins so, two at most. What was left out has no index, and is looked
    /// through only where nothing that was compared has such an id.
    std::vector<std::int64_t> find(const std::string& id);
    ExchangeRow get(std::int64_t key);
    /// In the order of seen_at_us, then id; until `visit` gives false.
    void each(const ExchangeFilter& filter, const std::function<bool(const ExchangeRow&)>& visit);

private:
    void read_rest(std::int64_t key, ExchangeRow& into);

    BodyReader bodies_;
    SQLite::Database& database_;
    Statement compared_{database_, R"sql(
        SELECT key FROM exchange
        WHERE id >= ?1 AND id < ?1 || 'g' AND verdict NOT IN ('excluded', 'dropped') LIMIT 2
    )sql"};
    Statement left_out_{database_, R"sql(
        SELECT min(key) FROM exchange
        WHERE id >= ?1 AND id < ?1 || 'g' AND verdict IN ('excluded', 'dropped')
        GROUP BY id LIMIT 2
    )sql"};
    Statement by_key_{database_, R"sql(
        SELECT id, seen_at_us, route, method, verdict, reason, severity, legacy_status,
               candidate_status, legacy_us, candidate_us, is_whole,
               (SELECT origin FROM route r WHERE r.route = exchange.route)
        FROM exchange WHERE key = ?
    )sql"};
    Statement filtered_{database_, R"sql(
        SELECT key, id, seen_at_us, route, method, verdict, reason, severity, legacy_status,
               candidate_status, legacy_us, candidate_us, is_whole,
               (SELECT origin FROM route r WHERE r.route = exchange.route)
        FROM exchange
        WHERE (?1 = '' OR verdict = ?1) AND (?2 = '' OR reason = ?2) AND (?3 = '' OR route = ?3)
          AND (?4 = '' OR key IN (
                SELECT l.exchange_key FROM exchange_fingerprint l
                JOIN fingerprint f ON f.key = l.fingerprint_key
                WHERE f.fingerprint >= ?4 AND f.fingerprint < ?4 || 'g'))
          AND (?5 = '' OR severity = ?5)
          AND (?6 = 0 OR legacy_status = ?6 OR candidate_status = ?6)
          AND (NOT ?7 OR is_whole)
        ORDER BY seen_at_us, id
    )sql"};
    Statement shown_{database_, R"sql(
        SELECT f.fingerprint, f.pattern, f.kind, f.standing, l.severity, l.places, l.reproduced
        FROM exchange_fingerprint l JOIN fingerprint f ON f.key = l.fingerprint_key
        WHERE l.exchange_key = ? ORDER BY f.pattern, f.kind, f.standing
    )sql"};
    Statement request_{database_, R"sql(
        SELECT client, pairing, why, target, headers, body_key FROM request WHERE exchange_key = ?
    )sql"};
    Statement answers_{database_, R"sql(
        SELECT leg, origin, attempt, status, failure, first_byte_us, last_byte_us, body_length,
               detail, headers, body_key
        FROM answer WHERE exchange_key = ? ORDER BY number
    )sql"};
    Statement differences_{database_, R"sql(
        SELECT fingerprint, path, pattern, kind, severity, standing, legacy, candidate, hint
        FROM difference WHERE exchange_key = ? ORDER BY number
    )sql"};
};

}  // namespace shadowdiff::store
