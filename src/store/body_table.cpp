// SPDX-License-Identifier: Apache-2.0
#include "store/body_table.hpp"

#include "base/digest.hpp"

#include <cstring>
#include <string>

namespace shadowdiff::store {
namespace {

// A dictionary is made from the first bodies: enough of them to know what repeats, and so early
// that most are still to come.
constexpr std::size_t samples_max = 256;
constexpr std::size_t samples_bytes_max = 1 << 20;
constexpr std::size_t sample_bytes_max = 16 << 10;  // longer bodies repeat enough in themselves

constexpr std::size_t remembered_max = 1 << 20;  // about 40 MB

Bytes digest_of(ByteView body) {
    Sha256 hash;
    hash.update(body);
    const auto digest = hash.digest();
    return {digest.begin(), digest.end()};
}

std::uint64_t beginning_of(const Bytes& digest) {
    std::uint64_t beginning = 0;
    std::memcpy(&beginning, digest.data(), sizeof beginning);
    return beginning;
}

}  // namespace

BodyWriter::BodyWriter(SQLite::Database& database) : database_{database} {
    Statement{database_, "SELECT 1 FROM body LIMIT 1"}.each(
        [this](RowReader) { may_hold_others_ = true; });
}

std::int64_t BodyWriter::put(const StoredText& body) {
    const auto digest = digest_of(body.text());
    if (const auto key = find(digest)) {
        use_.run(*key);
        return *key;
    }
    const auto key = insert(digest, body.text());
    remember(digest, key);
    return key;
}

// What is remembered may be gone from the table, and its key another body's.
std::optional<std::int64_t> BodyWriter::find(const Bytes& digest) {
    std::optional<std::int64_t> key;
    const auto take = [&](RowReader row) { key = row.integer(); };
    const auto known = written_.find(beginning_of(digest));
    if (known != written_.end()) has_digest_.each(take, known->second, Blob{digest});
    if (!key && (known != written_.end() || may_hold_others_)) find_.each(take, Blob{digest});
    return key;
}

void BodyWriter::remember(const Bytes& digest, std::int64_t key) {
    if (written_.size() >= remembered_max && !written_.contains(beginning_of(digest))) {
        may_hold_others_ = true;
        return;
    }
    written_.insert_or_assign(beginning_of(digest), key);
}

std::int64_t BodyWriter::insert(const Bytes& digest, ByteView body) {
    if (!is_trained_) learn(body);
    const auto coded = codec_.encode(body);
    const auto dictionary_key = coded.coding == "zstd" ? dictionary_key_ : std::nullopt;
    insert_.run(Blob{digest}, std::uint64_t{body.size()}, std::string{coded.coding}, dictionary_key,
                Blob{coded.bytes});
    return database_.getLastInsertRowid();
}

void BodyWriter::learn(ByteView body) {
    if (body.empty() || body.size() > sample_bytes_max) return;
    samples_.emplace_back(body);
    samples_bytes_ += body.size();
    if (samples_.size() < samples_max && samples_bytes_ < samples_bytes_max) return;
    is_trained_ = true;
    const auto dictionary = train_dictionary(std::exchange(samples_, {}));
    if (!dictionary) return;
    insert_dictionary_.run(Blob{*dictionary});
    dictionary_key_ = database_.getLastInsertRowid();
    dictionary_is_new_ = true;
    codec_ = BodyCodec{*dictionary};
}

void BodyWriter::release(std::optional<std::int64_t> key) {
    if (!key) return;
    const bool was_last_use = unuse_.run(*key) == 0;
    if (was_last_use) remove_.run(*key);
}

void BodyWriter::rolled_back() {
    if (!dictionary_is_new_) return;
    dictionary_is_new_ = false;
    dictionary_key_.reset();
    codec_ = BodyCodec{};
}

StoredText BodyReader::get(std::int64_t key) {
    StoredText body;
    std::optional<Error> error;
    select_.each(
        [&](RowReader row) {
            const auto coding = row.text();
            const auto length = static_cast<std::size_t>(row.count());
            const auto dictionary_key = row.optional_integer();
            const auto decoded = codec_of(dictionary_key).decode(coding, row.text(), length);
            if (decoded) {
                body = row.stored_text(*decoded);
            } else {
                error = decoded.error();
            }
        },
        key);
    if (error) throw StartupError{error->message};
    return body;
}

BodyCodec& BodyReader::codec_of(std::optional<std::int64_t> dictionary_key) {
    const auto key = dictionary_key.value_or(0);
    const auto found = codecs_.find(key);
    if (found != codecs_.end()) return found->second;
    Bytes dictionary;
    if (key != 0) {
        select_dictionary_.each([&](RowReader row) { dictionary = row.text(); }, key);
    }
    return codecs_.emplace(key, BodyCodec{dictionary}).first->second;
}

}  // namespace shadowdiff::store
