// SPDX-License-Identifier: Apache-2.0
#include "store/dimension_table.hpp"

#include "store/statement.hpp"

namespace shadowdiff::store {

std::vector<DimensionRow> read_dimensions(SQLite::Database& database) {
    std::vector<DimensionRow> rows;
    Statement{database,
              "SELECT dimension, value, seen, judged FROM dimension "
              "ORDER BY dimension, seen DESC, CAST(value AS TEXT)"}
        .each([&](RowReader row) {
            rows.push_back({row.text(), row.text(), row.count(), row.count()});
        });
    return rows;
}

}  // namespace shadowdiff::store
