// SPDX-License-Identifier: Apache-2.0
// The tables of what the legs answered, and did not. docs/schema.md explains them.
#pragma once

namespace shadowdiff::store {

inline constexpr char leg_tables[] = R"sql(
CREATE TABLE leg_failure (
    leg TEXT NOT NULL,
    route ANY NOT NULL,
    failure TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (leg, route, failure)
) STRICT, WITHOUT ROWID;
)sql";

inline constexpr char leg_status_table[] = R"sql(
CREATE TABLE leg_status (
    route ANY NOT NULL,
    leg TEXT NOT NULL,
    status INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (route, leg, status)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace shadowdiff::store
