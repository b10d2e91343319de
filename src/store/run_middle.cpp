// SPDX-License-Identifier: Apache-2.0
#include "store/run_middle.hpp"

#include "store/statement.hpp"

#include <cstdlib>
#include <limits>
#include <numeric>
#include <string>
#include <unordered_map>

namespace shadowdiff::store {
namespace {

constexpr std::int64_t us_of_minute = 60'000'000;

// Of minutes whose times nanoseconds can say; a file may hold any number.
bool is_possible(std::int64_t minute) {
    constexpr auto minutes_max = std::numeric_limits<std::int64_t>::max() / 1'000 / us_of_minute;
    return -minutes_max <= minute && minute <= minutes_max;
}

}  // namespace

std::optional<std::int64_t> middle_minute(SQLite::Database& database) {
    std::optional<std::int64_t> middle;
    // Two selects: of both at once, SQLite would read the whole table.
    Statement{database, "SELECT (SELECT min(minute) FROM tally), (SELECT max(minute) FROM tally)"}
        .each([&](RowReader row) {
            const auto first = row.optional_integer();
            const auto last = row.optional_integer();
            if (!first || !last || *first == *last) return;
            // Half a minute is rounded up, so that the earlier part is never empty.
            if (is_possible(*first) && is_possible(*last)) middle = std::midpoint(*last, *first);
        });
    return middle;
}

void count_earlier(SQLite::Database& database, RunRows& rows) {
    if (!rows.middle_minute) return;
    std::unordered_map<std::string, std::uint64_t> earlier;
    // By exchange, as both tables lie: by finding, each exchange would be searched for by itself,
    // and that takes ten times as long. What was excluded shows nothing, and there may be much of
    // it.
    Statement{database, R"sql(
        SELECT f.fingerprint, counted.n
        FROM (SELECT l.fingerprint_key AS key, count(*) AS n
              FROM exchange e CROSS JOIN exchange_fingerprint l ON l.exchange_key = e.key
              WHERE e.seen_at_us < ? AND e.verdict <> 'excluded'
              GROUP BY l.fingerprint_key) counted
        JOIN fingerprint f ON f.key = counted.key
        WHERE f.standing = 'finding'
    )sql"}
        .each(
            [&](RowReader row) {
                auto fingerprint = row.text();
                earlier[std::move(fingerprint)] = row.count();
            },
            *rows.middle_minute * us_of_minute);
    for (auto& finding : rows.findings) {
        const auto found = earlier.find(finding.fingerprint);
        if (found != earlier.end()) finding.kept_earlier = found->second;
    }
}

}  // namespace shadowdiff::store
