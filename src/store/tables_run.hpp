// SPDX-License-Identifier: Apache-2.0
// The tables of a run as a whole: what it was, and what was counted. docs/schema.md explains them.
#pragma once

namespace shadowdiff::store {

// Columns of type ANY hold what came from traffic or from the user: text, or a BLOB of the same
// bytes where these are no UTF-8 text (see statement.hpp).
inline constexpr char run_tables[] = R"sql(
CREATE TABLE run (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    version TEXT NOT NULL,
    source ANY NOT NULL,
    legacy ANY NOT NULL,
    candidate ANY NOT NULL,
    secondary ANY NOT NULL,
    method_policy ANY NOT NULL,
    started_at_us INTEGER NOT NULL,
    ended_at_us INTEGER NOT NULL,
    seen INTEGER NOT NULL
) STRICT;
CREATE TABLE run_fact (
    name TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
    minute INTEGER NOT NULL,
    route ANY NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    severity TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (minute, route, verdict, reason, severity)
) STRICT, WITHOUT ROWID;
CREATE TABLE coverage (
    reason TEXT PRIMARY KEY,
    n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE noise (
    route ANY NOT NULL,
    pattern ANY NOT NULL,
    kind TEXT NOT NULL,
    compared INTEGER NOT NULL,
    differed INTEGER NOT NULL,
    PRIMARY KEY (route, pattern, kind)
) STRICT, WITHOUT ROWID;
CREATE TABLE bound (
    what TEXT PRIMARY KEY,
    n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE eviction (
    what TEXT PRIMARY KEY,
    n INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

inline constexpr char dimension_table[] = R"sql(
CREATE TABLE dimension (
    dimension TEXT NOT NULL,
    value ANY NOT NULL,
    seen INTEGER NOT NULL,
    judged INTEGER NOT NULL,
    PRIMARY KEY (dimension, value)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace shadowdiff::store
