// SPDX-License-Identifier: Apache-2.0
#include "store/schema.hpp"

#include "store/statement.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>

#include <map>
#include <string>

namespace shadowdiff::store {
namespace {

// Columns of type ANY hold what came from traffic or from the user: text, or a BLOB of the same
// bytes where these are no UTF-8 text (see bind.hpp).
constexpr char tables[] = R"sql(
CREATE TABLE run (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version TEXT NOT NULL,
    source ANY NOT NULL,
    legacy ANY NOT NULL,
    candidate ANY NOT NULL,
    secondary ANY NOT NULL,
    method_policy ANY NOT NULL,
    started_at_us INTEGER NOT NULL,
    ended_at_us INTEGER NOT NULL,
    seen INTEGER NOT NULL
) STRICT;
CREATE TABLE tally (
    minute INTEGER NOT NULL,
    route ANY NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    severity TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (minute, route, verdict, reason, severity)
) STRICT, WITHOUT ROWID;
CREATE TABLE coverage (
    reason TEXT PRIMARY KEY,
    n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE noise (
    route ANY NOT NULL,
    pattern ANY NOT NULL,
    kind TEXT NOT NULL,
    compared INTEGER NOT NULL,
    differed INTEGER NOT NULL,
    PRIMARY KEY (route, pattern, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE exchange (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    seen_at_us INTEGER NOT NULL,
    client ANY NOT NULL,
    route ANY NOT NULL,
    method ANY NOT NULL,
    pairing TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    severity TEXT NOT NULL,
    why ANY NOT NULL,
    request_bytes INTEGER NOT NULL,
    request_body_kept INTEGER NOT NULL,
    target ANY NOT NULL,
    request_headers ANY NOT NULL,
    request_body ANY NOT NULL
) STRICT;
CREATE TABLE answer (
    exchange_key INTEGER NOT NULL REFERENCES exchange (key),
    number INTEGER NOT NULL,
    leg TEXT NOT NULL,
    origin TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    status INTEGER,
    failure TEXT NOT NULL,
    first_byte_us INTEGER,
    last_byte_us INTEGER,
    body_length INTEGER NOT NULL,
    body_kept INTEGER NOT NULL,
    detail ANY NOT NULL,
    headers ANY NOT NULL,
    body ANY NOT NULL,
    PRIMARY KEY (exchange_key, number)
) STRICT;
CREATE TABLE difference (
    exchange_key INTEGER NOT NULL REFERENCES exchange (key),
    number INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    path ANY NOT NULL,
    pattern ANY NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    standing TEXT NOT NULL,
    legacy ANY NOT NULL,
    candidate ANY NOT NULL,
    PRIMARY KEY (exchange_key, number)
) STRICT;
CREATE INDEX difference_by_fingerprint ON difference (fingerprint);
)sql";

// The example of a finding is the smallest request that was kept in full.
constexpr char views[] = R"sql(
CREATE VIEW finding AS
WITH ranked AS (
    SELECT d.fingerprint, e.route, d.pattern, d.kind, e.key, e.seen_at_us, e.id, d.path, d.legacy,
           d.candidate,
           CASE d.severity WHEN 'high' THEN 3 WHEN 'medium' THEN 2 WHEN 'low' THEN 1 ELSE 0 END
               AS grade,
           row_number() OVER (
               PARTITION BY e.route, d.pattern, d.kind
               ORDER BY e.request_body_kept DESC, e.request_headers = '', e.request_bytes,
                        e.seen_at_us, e.id, d.number) AS place
    FROM difference d JOIN exchange e ON e.key = d.exchange_key
    WHERE d.standing = 'finding'
)
SELECT fingerprint, route, pattern, kind,
       CASE max(grade) WHEN 3 THEN 'high' WHEN 2 THEN 'medium' WHEN 1 THEN 'low' ELSE 'none' END
           AS severity,
       count(DISTINCT key) AS exchanges,
       count(*) AS places,
       min(seen_at_us) AS first_seen_us,
       max(seen_at_us) AS last_seen_us,
       max(CASE place WHEN 1 THEN id END) AS example_id,
       max(CASE place WHEN 1 THEN path END) AS example_path,
       max(CASE place WHEN 1 THEN legacy END) AS example_legacy,
       max(CASE place WHEN 1 THEN candidate END) AS example_candidate
FROM ranked
GROUP BY route, pattern, kind
ORDER BY max(grade) DESC, exchanges DESC, route, pattern, kind;
CREATE VIEW balanced_tally AS
SELECT minute, route, verdict, reason, severity, n FROM tally
UNION ALL
SELECT started_at_us / 60000000, '', 'dropped', 'crashed', 'none',
       seen - (SELECT coalesce(sum(n), 0) FROM tally)
FROM run WHERE seen > (SELECT coalesce(sum(n), 0) FROM tally);
CREATE VIEW ledger AS
SELECT verdict, reason, sum(n) AS n FROM balanced_tally
GROUP BY verdict, reason ORDER BY verdict, reason;
CREATE VIEW route_summary AS
SELECT route,
       sum(n) AS seen,
       sum(CASE WHEN verdict IN ('match', 'equivalent', 'noise', 'drift', 'mismatch')
                THEN n ELSE 0 END) AS judged,
       sum(CASE WHEN verdict = 'mismatch' AND severity IN ('medium', 'high')
                THEN n ELSE 0 END) AS mismatches,
       sum(CASE WHEN verdict = 'mismatch' AND severity = 'low' THEN n ELSE 0 END)
           AS low_mismatches
FROM balanced_tally GROUP BY route ORDER BY mismatches DESC, seen DESC, route;
CREATE VIEW minute_summary AS
SELECT strftime('%Y-%m-%dT%H:%MZ', minute * 60, 'unixepoch') AS minute,
       sum(n) AS seen,
       sum(CASE WHEN verdict = 'mismatch' THEN n ELSE 0 END) AS mismatches,
       sum(CASE WHEN verdict = 'dropped' THEN n ELSE 0 END) AS dropped
FROM tally GROUP BY tally.minute ORDER BY tally.minute;
)sql";

using Definitions = std::map<std::string, std::string>;

Definitions definitions_of(SQLite::Database& database) {
    Definitions definitions;
    Statement query{database, "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"};
    query.each([&](RowReader row) {
        auto name = row.text();
        definitions[std::move(name)] = row.text();
    });
    return definitions;
}

std::int64_t pragma(SQLite::Database& database, const char* query) {
    return database.execAndGet(query).getInt64();
}

}  // namespace

void create_schema(SQLite::Database& database) {
    SQLite::Transaction transaction{database};
    database.exec(tables);
    database.exec(views);
    database.exec(fmt::format("PRAGMA application_id = {}", application_id));
    database.exec(fmt::format("PRAGMA user_version = {}", schema_version));
    transaction.commit();
}

Result<void> check_schema(SQLite::Database& database) {
    if (pragma(database, "PRAGMA application_id") != application_id) {
        return std::unexpected{Error{"it is another program's database, not a run file"}};
    }
    const auto version = pragma(database, "PRAGMA user_version");
    if (version > schema_version) {
        return std::unexpected{Error{fmt::format(
            "its schema has version {}, this shadowdiff knows {} (read it with a newer one)",
            version, schema_version)}};
    }
    SQLite::Database ours{":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    create_schema(ours);
    const auto theirs = definitions_of(database);
    for (const auto& [name, sql] : definitions_of(ours)) {
        const auto found = theirs.find(name);
        if (found == theirs.end() || found->second != sql) {
            return std::unexpected{Error{
                fmt::format("it is damaged or was changed by another program: {} is not what it "
                            "should be",
                            name)}};
        }
    }
    return {};
}

}  // namespace shadowdiff::store
