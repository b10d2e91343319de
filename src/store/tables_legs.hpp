// SPDX-License-Identifier: Apache-2.0
// The table of what the legs did not answer. docs/schema.md explains it.
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

}  // namespace shadowdiff::store
