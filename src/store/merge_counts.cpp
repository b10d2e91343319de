// SPDX-License-Identifier: Apache-2.0
#include "store/merge_counts.hpp"

#include "base/escape.hpp"
#include "base/limits.hpp"
#include "store/statement.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

namespace shadowdiff::store {
namespace {

// The exchanges' own counts were of those that are kept.
constexpr char forget_counts[] = R"sql(
UPDATE fingerprint SET exchanges = 0, places = 0, reproduced = 0, broken = 0;
DELETE FROM eviction;
DELETE FROM evicted_mismatch;
)sql";

constexpr char add_counts[] = R"sql(
INSERT INTO fingerprint (fingerprint, standing, route, pattern, kind, severity, exchanges, places,
                         reproduced, broken, first_seen_us, last_seen_us)
SELECT fingerprint, standing, route, pattern, kind, severity, exchanges, places, reproduced,
       broken, first_seen_us, last_seen_us
FROM input.fingerprint WHERE true
ON CONFLICT DO UPDATE SET
    exchanges = exchanges + excluded.exchanges,
    places = places + excluded.places,
    reproduced = reproduced + excluded.reproduced,
    broken = broken + excluded.broken,
    first_seen_us = min(first_seen_us, excluded.first_seen_us),
    last_seen_us = max(last_seen_us, excluded.last_seen_us),
    severity = CASE WHEN instr('none low medium high', severity) <
                         instr('none low medium high', excluded.severity)
               THEN excluded.severity ELSE severity END;
INSERT INTO route (route, origin, requests) SELECT route, origin, requests
FROM input.route WHERE true
ON CONFLICT DO UPDATE SET requests = requests + excluded.requests;
INSERT INTO leg_failure (leg, route, failure, n) SELECT leg, route, failure, n
FROM input.leg_failure WHERE true
ON CONFLICT DO UPDATE SET n = n + excluded.n;
INSERT INTO leg_status (route, leg, status, n) SELECT route, leg, status, n
FROM input.leg_status WHERE true
ON CONFLICT DO UPDATE SET n = n + excluded.n;
INSERT INTO dimension (dimension, value, seen, judged) SELECT dimension, value, seen, judged
FROM input.dimension WHERE true
ON CONFLICT DO UPDATE SET seen = seen + excluded.seen, judged = judged + excluded.judged;
INSERT INTO eviction (what, n) SELECT what, n FROM input.eviction WHERE true
ON CONFLICT DO UPDATE SET n = n + excluded.n;
INSERT INTO evicted_mismatch (route, fingerprints, n)
SELECT route, fingerprints, n FROM input.evicted_mismatch WHERE true
ON CONFLICT (route, fingerprints) DO UPDATE SET n = n + excluded.n;
)sql";

constexpr char add_rules[] = R"sql(
INSERT INTO rule SELECT * FROM input.rule WHERE true
ON CONFLICT DO UPDATE SET
    exchanges = exchanges + excluded.exchanges,
    differences = differences + excluded.differences,
    places_unlisted = places_unlisted + excluded.places_unlisted;
INSERT INTO rule_place SELECT * FROM input.rule_place WHERE true
ON CONFLICT DO UPDATE SET
    exchanges = exchanges + excluded.exchanges,
    checked = checked + excluded.checked,
    stable = stable + excluded.stable;
)sql";

}  // namespace

Result<void> merge_counts(const std::filesystem::path& into,
                          const std::vector<std::filesystem::path>& files,
                          bool have_equal_rules) try {
    SQLite::Database database{into.string(), SQLite::OPEN_READWRITE,
                              static_cast<int>(StoreLimits{}.busy_max.count())};
    database.exec(forget_counts);
    for (const auto& file : files) {
        Statement{database, "ATTACH ? AS input"}.run(file.string());
        SQLite::Transaction transaction{database};
        database.exec(add_counts);
        if (have_equal_rules) database.exec(add_rules);
        transaction.commit();
        database.exec("DETACH input");
    }
    return {};
} catch (const SQLite::Exception& failure) {
    return std::unexpected{
        Error{fmt::format("cannot write to {}: {}", printable(into.string()), failure.what())}};
}

}  // namespace shadowdiff::store
