// SPDX-License-Identifier: Apache-2.0
#include "store/rule_table.hpp"

#include "store/statement.hpp"

namespace shadowdiff::store {

std::vector<RuleRow> read_rules(SQLite::Database& database) {
    std::vector<RuleRow> rules;
    Statement{database,
              "SELECT name, action, paths, reason, owner, expires, exchanges, differences, "
              "places_unlisted FROM rule ORDER BY number"}
        .each([&](RowReader row) {
            rules.push_back({row.text(),
                             row.text(),
                             row.text(),
                             row.text(),
                             row.text(),
                             row.text(),
                             row.count(),
                             row.count(),
                             row.count(),
                             {}});
        });
    Statement{database,
              "SELECT rule, route, pattern, kind, exchanges, checked, stable FROM rule_place "
              "ORDER BY 1, 2, 3, 4"}
        .each([&](RowReader row) {
            const auto number = row.count();
            if (number == 0 || number > rules.size()) return;
            rules[number - 1].places.push_back(
                {row.text(), row.text(), row.text(), row.count(), row.count(), row.count()});
        });
    return rules;
}

}  // namespace shadowdiff::store
