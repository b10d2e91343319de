// SPDX-License-Identifier: Apache-2.0
// The table of bodies: each content once, counted by how often it is used.
#pragma once

#include "store/body_codec.hpp"
#include "store/statement.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace shadowdiff::store {

class BodyWriter {
public:
    explicit BodyWriter(SQLite::Database& database);

    /// The key of the body's row, which is used once more.
    std::int64_t put(const StoredText& body);
    /// Used once less; the last use takes the row along.
    void release(std::optional<std::int64_t> key);
    /// How the transaction ended.
    void committed() { dictionary_is_new_ = false; }
    void rolled_back();

private:
    std::optional<std::int64_t> find(const Bytes& digest);
    void remember(const Bytes& digest, std::int64_t key);
    std::int64_t insert(const Bytes& digest, ByteView body);
    void learn(ByteView body);

    SQLite::Database& database_;
    BodyCodec codec_;
    std::optional<std::int64_t> dictionary_key_;
    std::vector<Bytes> samples_;  // until the dictionary is made
    std::size_t samples_bytes_ = 0;
    bool is_trained_ = false;
    bool may_hold_others_ = false;    // bodies that are not among written_
    bool dictionary_is_new_ = false;  // made in this transaction
    // The keys by the digests' beginnings: a new body is not looked for, and others by their key.
    std::unordered_map<std::uint64_t, std::int64_t> written_;

    Statement has_digest_{database_, "SELECT key FROM body WHERE key = ? AND digest = ?"};
    Statement find_{database_, "SELECT key FROM body WHERE digest = ?"};
    Statement use_{database_, "UPDATE body SET uses = uses + 1 WHERE key = ?"};
    Statement insert_{database_, R"sql(
        INSERT INTO body (digest, length, coding, dictionary_key, uses, bytes)
        VALUES (?, ?, ?, ?, 1, ?)
    )sql"};
    Statement insert_dictionary_{database_, "INSERT INTO dictionary (bytes) VALUES (?)"};
    Statement unuse_{database_, "UPDATE body SET uses = uses - 1 WHERE key = ? AND uses > 1"};
    Statement remove_{database_, "DELETE FROM body WHERE key = ?"};
};

class BodyReader {
public:
    explicit BodyReader(SQLite::Database& database) : database_{database} {}

    /// Throws StartupError when the row is damaged.
    StoredText get(std::int64_t key);

private:
    BodyCodec& codec_of(std::optional<std::int64_t> dictionary_key);

    SQLite::Database& database_;
    std::map<std::int64_t, BodyCodec> codecs_;  // by dictionary; 0: none
    Statement select_{database_,
                      "SELECT coding, length, dictionary_key, bytes FROM body WHERE key = ?"};
    Statement select_dictionary_{database_, "SELECT bytes FROM dictionary WHERE key = ?"};
};

}  // namespace shadowdiff::store
