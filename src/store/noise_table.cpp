// SPDX-License-Identifier: Apache-2.0
#include "store/noise_table.hpp"

namespace shadowdiff::store {

void NoiseTable::write(const std::vector<OddOneOutRow>& rows) {
    for (const auto& row : rows) {
        set_odd_one_out_.run(row.route, row.pattern, row.kind, row.present, row.only_candidate,
                             row.only_legacy, row.moved, row.all_differ, row.p, row.q, row.effect,
                             row.effect_low, row.effect_high);
    }
}

void NoiseTable::write(const std::vector<RouteRow>& rows) {
    for (const auto& row : rows) set_route_.run(row.route, row.origin, row.requests);
}

std::vector<OddOneOutRow> to_rows(const std::vector<judge::OddOneOut>& counts) {
    std::vector<OddOneOutRow> rows;
    for (const auto& one : counts) {
        rows.push_back({.route = one.route,
                        .pattern = one.pattern,
                        .kind = std::string{name(one.kind)},
                        .present = one.present,
                        .only_candidate = one.only_candidate,
                        .only_legacy = one.only_legacy,
                        .moved = one.moved,
                        .all_differ = one.all_differ,
                        .p = one.p,
                        .q = one.q,
                        .effect = one.effect,
                        .effect_low = one.effect_low,
                        .effect_high = one.effect_high});
    }
    return rows;
}

std::vector<judge::OddOneOut> counts_of(const std::vector<OddOneOutRow>& rows) {
    std::vector<judge::OddOneOut> counts;
    for (const auto& row : rows) {
        const auto kind = diff::kind_from_name(row.kind);
        if (!kind) continue;
        counts.push_back({.route = row.route,
                          .pattern = row.pattern,
                          .kind = *kind,
                          .present = row.present,
                          .only_candidate = row.only_candidate,
                          .only_legacy = row.only_legacy,
                          .moved = row.moved,
                          .all_differ = row.all_differ});
    }
    return counts;
}

std::vector<OddOneOutRow> read_odd_one_out(SQLite::Database& sqlite) {
    std::vector<OddOneOutRow> rows;
    Statement{sqlite,
              "SELECT route, pattern, kind, present, only_candidate, only_legacy, moved, "
              "all_differ, p, q, effect, effect_low, effect_high FROM odd_one_out "
              "ORDER BY route, pattern, kind"}
        .each([&](RowReader row) {
            rows.push_back({row.text(), row.text(), row.text(), row.count(), row.count(),
                            row.count(), row.count(), row.count(), row.real(), row.real(),
                            row.real(), row.real(), row.real()});
        });
    return rows;
}

std::vector<RouteRow> read_routes(SQLite::Database& sqlite) {
    std::vector<RouteRow> rows;
    Statement{sqlite, "SELECT route, origin, requests FROM route ORDER BY route"}.each(
        [&](RowReader row) { rows.push_back({row.text(), row.text(), row.count()}); });
    return rows;
}

}  // namespace shadowdiff::store
