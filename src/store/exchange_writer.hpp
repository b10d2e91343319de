// SPDX-License-Identifier: Apache-2.0
// Writes exchanges: the light row of each, what it shows, and what is kept whole; and takes out
// what lost its place.
#pragma once

#include "store/body_table.hpp"
#include "store/rows.hpp"
#include "store/statement.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace shadowdiff::store {

/// All members work inside a transaction of the caller's.
class ExchangeWriter {
public:
    explicit ExchangeWriter(SQLite::Database& database) : database_{database}, bodies_{database} {}

    /// An id that is there already stays as it was: it must not keep later rows from being written.
    void add(const ExchangeRow& row);
    void add(const LeftOutRow& row);
    /// After the last add() of a transaction: the counts of what was shown.
    void write_counts();
    /// How the transaction ended.
    void committed() { bodies_.committed(); }
    void rolled_back();

    /// Heads, bodies and differences go; the light row stays.
    void remove_details(std::int64_t exchange_key);
    /// All of it goes.
    void remove(std::int64_t exchange_key);
    /// The same of one that was left out, which has nothing but its row.
    void remove_left_out(std::int64_t exchange_key) { remove_exchange_.run(exchange_key); }

private:
    struct Counts {
        std::uint64_t exchanges = 0;
        std::uint64_t places = 0;
        std::uint64_t reproduced = 0;
        std::uint64_t broken = 0;
        std::int64_t first_seen_us = 0;
        std::int64_t last_seen_us = 0;
        std::string severity;
    };

    void add_shown(std::int64_t key, const ExchangeRow& row, const ShownRow& shown);
    void add_details(std::int64_t key, const ExchangeRow& row);
    void add_example(std::int64_t key, const ExchangeRow& row, const ExampleRow& example);
    std::int64_t key_of(const ExchangeRow& row, const ShownRow& shown);
    std::optional<std::int64_t> body_key(const StoredText& body, bool is_kept);

    SQLite::Database& database_;
    BodyWriter bodies_;
    std::map<std::pair<std::string, std::string>, std::int64_t> keys_;  // fingerprint, standing
    std::map<std::int64_t, Counts> counts_;                             // of this transaction

    Statement insert_exchange_{database_, R"sql(
        INSERT INTO exchange (id, seen_at_us, route, method, verdict, reason, severity,
                              legacy_status, candidate_status, legacy_us, candidate_us, is_whole)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING
    )sql"};
    Statement insert_left_out_{database_, R"sql(
        INSERT INTO exchange (id, seen_at_us, route, method, verdict, reason, severity, is_whole)
        VALUES (?, ?, ?, ?, ?, ?, 'none', 0)
    )sql"};
    Statement find_fingerprint_{
        database_, "SELECT key FROM fingerprint WHERE fingerprint = ? AND standing = ?"};
    Statement insert_fingerprint_{database_, R"sql(
        INSERT INTO fingerprint (fingerprint, standing, route, pattern, kind, severity, exchanges,
                                 places, reproduced, broken, first_seen_us, last_seen_us)
        VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?)
    )sql"};
    Statement add_counts_{database_, R"sql(
        UPDATE fingerprint SET exchanges = exchanges + ?2, places = places + ?3,
            reproduced = reproduced + ?4, broken = broken + ?5,
            first_seen_us = min(first_seen_us, ?6), last_seen_us = max(last_seen_us, ?7),
            severity = CASE WHEN instr('none low medium high', severity) <
                                 instr('none low medium high', ?8) THEN ?8 ELSE severity END
        WHERE key = ?1
    )sql"};
    Statement insert_shown_{database_, R"sql(
        INSERT INTO exchange_fingerprint (exchange_key, fingerprint_key, severity, places,
                                          reproduced)
        VALUES (?, ?, ?, ?, ?)
    )sql"};
    Statement insert_request_{database_, R"sql(
        INSERT INTO request (exchange_key, client, pairing, why, target, headers, body_key)
        VALUES (?, ?, ?, ?, ?, ?, ?)
    )sql"};
    Statement insert_answer_{database_, R"sql(
        INSERT INTO answer (exchange_key, number, leg, origin, attempt, status, failure,
                            first_byte_us, last_byte_us, body_length, detail, headers, body_key)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql"};
    Statement insert_difference_{database_, R"sql(
        INSERT INTO difference (exchange_key, number, fingerprint, path, pattern, kind, severity,
                                standing, legacy, candidate, hint)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    )sql"};
    Statement find_example_{
        database_, "SELECT exchange_key FROM example WHERE fingerprint_key = ? AND slot = ?"};
    Statement set_example_{database_, R"sql(
        INSERT INTO example (fingerprint_key, slot, exchange_key) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET exchange_key = excluded.exchange_key
    )sql"};
    Statement is_example_{database_, "SELECT 1 FROM example WHERE exchange_key = ? LIMIT 1"};
    Statement find_match_{database_,
                          "SELECT exchange_key FROM match_sample WHERE route = ? AND slot = ?"};
    Statement set_match_{database_, R"sql(
        INSERT INTO match_sample (route, slot, exchange_key) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET exchange_key = excluded.exchange_key
    )sql"};
    Statement bodies_of_{database_, R"sql(
        SELECT body_key FROM request WHERE exchange_key = ?1 AND body_key IS NOT NULL
        UNION ALL SELECT body_key FROM answer WHERE exchange_key = ?1 AND body_key IS NOT NULL
    )sql"};
    Statement keeps_all_{database_, "SELECT 1 FROM run_fact WHERE name = 'keep' AND value = 'all'"};
    Statement remove_differences_{database_, "DELETE FROM difference WHERE exchange_key = ?"};
    Statement remove_answers_{database_, "DELETE FROM answer WHERE exchange_key = ?"};
    Statement remove_request_{database_, "DELETE FROM request WHERE exchange_key = ?"};
    // What is light and was an example lost its details to an eviction, and so did in a run that
    // keeps everything what is light and was compared.
    Statement forget_lost_details_{database_, R"sql(
        UPDATE eviction SET n = n - 1 WHERE what = 'details' AND n > 0
          AND EXISTS (SELECT 1 FROM exchange WHERE key = ?1 AND NOT is_whole
                        AND verdict NOT IN ('excluded', 'dropped'))
          AND (?2 OR EXISTS (SELECT 1 FROM example WHERE exchange_key = ?1)
               OR EXISTS (SELECT 1 FROM run_fact WHERE name = 'keep' AND value = 'all'))
    )sql"};
    Statement mark_light_{database_, "UPDATE exchange SET is_whole = 0 WHERE key = ?"};
    Statement remove_examples_{database_, "DELETE FROM example WHERE exchange_key = ?"};
    Statement remove_shown_{database_, "DELETE FROM exchange_fingerprint WHERE exchange_key = ?"};
    Statement remove_matches_{database_,
                              "DELETE FROM match_sample WHERE route = (SELECT route FROM exchange "
                              "WHERE key = ?1) AND exchange_key = ?1"};
    Statement remove_exchange_{database_, "DELETE FROM exchange WHERE key = ?"};
};

}  // namespace shadowdiff::store
