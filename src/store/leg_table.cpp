// SPDX-License-Identifier: Apache-2.0
#include "store/leg_table.hpp"

namespace shadowdiff::store {

std::vector<LegFailureRow> read_leg_failures(SQLite::Database& database) {
    std::vector<LegFailureRow> rows;
    Statement{database,
              "SELECT leg, route, failure, n FROM leg_failure ORDER BY leg, failure, n DESC, route"}
        .each([&](RowReader row) {
            rows.push_back({row.text(), row.text(), row.text(), row.count()});
        });
    return rows;
}

std::vector<LegStatusRow> read_leg_statuses(SQLite::Database& database) {
    std::vector<LegStatusRow> rows;
    Statement{database,
              "SELECT route, leg, status, n FROM leg_status ORDER BY route, leg DESC, status"}
        .each([&](RowReader row) {
            rows.push_back(
                {row.text(), row.text(), static_cast<std::uint16_t>(row.integer()), row.count()});
        });
    return rows;
}

}  // namespace shadowdiff::store
