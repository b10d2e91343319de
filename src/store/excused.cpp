// SPDX-License-Identifier: Apache-2.0
#include "store/excused.hpp"

#include <algorithm>
#include <functional>
#include <ranges>
#include <set>
#include <string_view>
#include <utility>

namespace shadowdiff::store {
namespace {

void count_evicted(SQLite::Database& sqlite, const std::set<std::string, std::less<>>& excused,
                   std::map<std::string, std::uint64_t>& routes) {
    const auto is_excused = [&](auto&& fingerprint) {
        return excused.contains(std::string_view{fingerprint});
    };
    Statement{sqlite, "SELECT route, fingerprints, n FROM evicted_mismatch"}.each(
        [&](RowReader row) {
            auto route = row.text();
            const auto fingerprints = row.text();
            if (std::ranges::all_of(std::views::split(fingerprints, ' '), is_excused)) {
                routes[std::move(route)] += row.count();
            }
        });
}

}  // namespace

std::map<std::string, std::uint64_t> count_excused(SQLite::Database& sqlite,
                                                   const std::vector<std::string>& fingerprints) {
    sqlite.exec("PRAGMA temp_store = MEMORY");
    sqlite.exec("CREATE TEMP TABLE excused (key INTEGER PRIMARY KEY)");
    Statement excuse{sqlite, R"sql(
        INSERT OR IGNORE INTO excused
        SELECT key FROM fingerprint WHERE fingerprint = ? AND standing = 'finding'
    )sql"};
    for (const auto& fingerprint : fingerprints) excuse.run(fingerprint);
    std::map<std::string, std::uint64_t> routes;
    Statement{sqlite, R"sql(
        SELECT e.route, count(*) FROM exchange e
        WHERE e.key IN (SELECT l.exchange_key FROM exchange_fingerprint l
                        WHERE l.fingerprint_key IN excused)
          AND e.verdict = 'mismatch' AND e.severity IN ('medium', 'high')
          AND NOT EXISTS (
              SELECT 1 FROM exchange_fingerprint l JOIN fingerprint f ON f.key = l.fingerprint_key
              WHERE l.exchange_key = e.key AND l.severity IN ('medium', 'high')
                AND f.standing = 'finding' AND l.fingerprint_key NOT IN excused)
        GROUP BY e.route
    )sql"}
        .each([&](RowReader row) {
            auto route = row.text();
            routes[std::move(route)] = row.count();
        });
    sqlite.exec("DROP TABLE excused");
    count_evicted(sqlite, {fingerprints.begin(), fingerprints.end()}, routes);
    return routes;
}

}  // namespace shadowdiff::store
