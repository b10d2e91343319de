// SPDX-License-Identifier: Apache-2.0
// The tables of times: how long each leg took on each route. docs/schema.md explains them.
#pragma once

namespace shadowdiff::store {

inline constexpr char latency_tables[] = R"sql(
CREATE TABLE latency (
    route ANY NOT NULL,
    leg TEXT NOT NULL,
    origin TEXT NOT NULL,
    n INTEGER NOT NULL,
    p50_us INTEGER NOT NULL,
    p95_us INTEGER NOT NULL,
    p99_us INTEGER NOT NULL,
    sketch BLOB NOT NULL,
    PRIMARY KEY (route, leg, origin)
) STRICT, WITHOUT ROWID;
CREATE TABLE timing_pairs (
    route ANY NOT NULL,
    origin TEXT NOT NULL,
    n INTEGER NOT NULL,
    kept INTEGER NOT NULL,
    pairs BLOB NOT NULL,
    PRIMARY KEY (route, origin)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace shadowdiff::store
