// SPDX-License-Identifier: Apache-2.0
// Writes and reads the tables of evidence about noise, and of routes.
#pragma once

#include "judge/odd_one_out.hpp"
#include "store/noise_rows.hpp"
#include "store/statement.hpp"

#include <SQLiteCpp/Database.h>

#include <vector>

namespace shadowdiff::store {

class NoiseTable {
public:
    explicit NoiseTable(SQLite::Database& sqlite) : sqlite_{sqlite} {}

    /// Totals so far: each replaces what stood there.
    void write(const std::vector<OddOneOutRow>& rows);
    void write(const std::vector<RouteRow>& rows);

private:
    SQLite::Database& sqlite_;
    Statement set_odd_one_out_{sqlite_, R"sql(
        INSERT INTO odd_one_out (route, pattern, kind, present, only_candidate, only_legacy, moved,
                                 all_differ, p, q, effect, effect_low, effect_high)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET present = excluded.present,
            only_candidate = excluded.only_candidate, only_legacy = excluded.only_legacy,
            moved = excluded.moved, all_differ = excluded.all_differ, p = excluded.p,
            q = excluded.q, effect = excluded.effect, effect_low = excluded.effect_low,
            effect_high = excluded.effect_high
    )sql"};
    Statement set_route_{sqlite_, R"sql(
        INSERT INTO route (route, origin, requests) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET origin = excluded.origin, requests = excluded.requests
    )sql"};
};

/// Both sorted by their names.
std::vector<OddOneOutRow> to_rows(const std::vector<judge::OddOneOut>& counts);
/// Counts alone; a kind that is not known is left out.
std::vector<judge::OddOneOut> counts_of(const std::vector<OddOneOutRow>& rows);

std::vector<OddOneOutRow> read_odd_one_out(SQLite::Database& sqlite);
std::vector<RouteRow> read_routes(SQLite::Database& sqlite);

}  // namespace shadowdiff::store
