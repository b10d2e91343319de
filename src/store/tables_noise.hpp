// SPDX-License-Identifier: Apache-2.0
// The tables of evidence about legacy's noise, and of the routes it is told by. docs/schema.md
// explains them.
#pragma once

namespace shadowdiff::store {

inline constexpr char noise_tables[] = R"sql(
CREATE TABLE odd_one_out (
    route ANY NOT NULL,
    pattern ANY NOT NULL,
    kind TEXT NOT NULL,
    present INTEGER NOT NULL,
    only_candidate INTEGER NOT NULL,
    only_legacy INTEGER NOT NULL,
    moved INTEGER NOT NULL,
    all_differ INTEGER NOT NULL,
    p REAL NOT NULL,
    q REAL NOT NULL,
    effect REAL NOT NULL,
    effect_low REAL NOT NULL,
    effect_high REAL NOT NULL,
    PRIMARY KEY (route, pattern, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE route (
    route ANY NOT NULL PRIMARY KEY,
    origin TEXT NOT NULL,
    requests INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace shadowdiff::store
