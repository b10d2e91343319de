// SPDX-License-Identifier: Apache-2.0
// The tables of single exchanges: a light row for each, and for those kept whole also what was
// asked, what was answered, and where the answers differ. docs/schema.md explains them.
#pragma once

namespace shadowdiff::store {

inline constexpr char light_tables[] = R"sql(
CREATE TABLE exchange (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    seen_at_us INTEGER NOT NULL,
    route ANY NOT NULL,
    method ANY NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    severity TEXT NOT NULL,
    legacy_status INTEGER,
    candidate_status INTEGER,
    legacy_us INTEGER,
    candidate_us INTEGER,
    is_whole INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX exchange_by_id ON exchange (id) WHERE verdict NOT IN ('excluded', 'dropped');
CREATE TABLE evicted_mismatch (
    key INTEGER PRIMARY KEY,
    route ANY NOT NULL,
    fingerprints TEXT NOT NULL,
    n INTEGER NOT NULL,
    UNIQUE (route, fingerprints)
) STRICT;
)sql";

inline constexpr char fingerprint_table[] = R"sql(
CREATE TABLE fingerprint (
    key INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    standing TEXT NOT NULL,
    route ANY NOT NULL,
    pattern ANY NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    exchanges INTEGER NOT NULL,
    places INTEGER NOT NULL,
    reproduced INTEGER NOT NULL,
    broken INTEGER NOT NULL,
    first_seen_us INTEGER NOT NULL,
    last_seen_us INTEGER NOT NULL,
    UNIQUE (fingerprint, standing)
) STRICT;
)sql";

inline constexpr char exchange_detail_tables[] = R"sql(
CREATE TABLE exchange_fingerprint (
    exchange_key INTEGER NOT NULL REFERENCES exchange (key),
    fingerprint_key INTEGER NOT NULL REFERENCES fingerprint (key),
    severity TEXT NOT NULL,
    places INTEGER NOT NULL,
    reproduced INTEGER NOT NULL,
    PRIMARY KEY (exchange_key, fingerprint_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX exchange_by_fingerprint ON exchange_fingerprint (fingerprint_key);
CREATE TABLE example (
    fingerprint_key INTEGER NOT NULL REFERENCES fingerprint (key),
    slot INTEGER NOT NULL,
    exchange_key INTEGER NOT NULL REFERENCES exchange (key),
    PRIMARY KEY (fingerprint_key, slot)
) STRICT, WITHOUT ROWID;
CREATE INDEX example_by_exchange ON example (exchange_key);
CREATE TABLE match_sample (
    route ANY NOT NULL,
    slot INTEGER NOT NULL,
    exchange_key INTEGER NOT NULL REFERENCES exchange (key),
    PRIMARY KEY (route, slot)
) STRICT, WITHOUT ROWID;
CREATE TABLE dictionary (
    key INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE body (
    key INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    length INTEGER NOT NULL,
    coding TEXT NOT NULL,
    dictionary_key INTEGER REFERENCES dictionary (key),
    uses INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE request (
    exchange_key INTEGER PRIMARY KEY REFERENCES exchange (key),
    client ANY NOT NULL,
    pairing TEXT NOT NULL,
    why ANY NOT NULL,
    target ANY NOT NULL,
    headers ANY NOT NULL,
    body_key INTEGER REFERENCES body (key)
) STRICT;
CREATE TABLE answer (
    exchange_key INTEGER NOT NULL REFERENCES exchange (key),
    number INTEGER NOT NULL,
    leg TEXT NOT NULL,
    origin TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    status INTEGER,
    failure TEXT NOT NULL,
    first_byte_us INTEGER,
    last_byte_us INTEGER,
    body_length INTEGER NOT NULL,
    detail ANY NOT NULL,
    headers ANY NOT NULL,
    body_key INTEGER REFERENCES body (key),
    PRIMARY KEY (exchange_key, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE difference (
    exchange_key INTEGER NOT NULL REFERENCES exchange (key),
    number INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    path ANY NOT NULL,
    pattern ANY NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    standing TEXT NOT NULL,
    legacy ANY NOT NULL,
    candidate ANY NOT NULL,
    hint TEXT NOT NULL,
    PRIMARY KEY (exchange_key, number)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace shadowdiff::store
