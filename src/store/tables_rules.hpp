// SPDX-License-Identifier: Apache-2.0
// The tables of rules: what each did in the run. docs/schema.md explains them.
#pragma once

namespace shadowdiff::store {

inline constexpr char rule_tables[] = R"sql(
CREATE TABLE rule (
    number INTEGER PRIMARY KEY,
    name ANY NOT NULL,
    action TEXT NOT NULL,
    paths ANY NOT NULL,
    reason ANY NOT NULL,
    owner ANY NOT NULL,
    expires TEXT NOT NULL,
    exchanges INTEGER NOT NULL,
    differences INTEGER NOT NULL,
    places_unlisted INTEGER NOT NULL
) STRICT;
CREATE TABLE rule_place (
    rule INTEGER NOT NULL REFERENCES rule (number),
    route ANY NOT NULL,
    pattern ANY NOT NULL,
    kind TEXT NOT NULL,
    exchanges INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    stable INTEGER NOT NULL,
    PRIMARY KEY (rule, route, pattern, kind)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace shadowdiff::store
