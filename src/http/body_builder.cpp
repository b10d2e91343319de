// SPDX-License-Identifier: Apache-2.0
#include "http/body_builder.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace shadowdiff::http {
namespace {

// Room is made ahead only for what a peer can be trusted to send, having sent as much.
constexpr std::size_t reserve_factor = 16;

}  // namespace

BodyBuilder::BodyBuilder(const HttpLimits& limits, KeptBytes* kept, bool with_sha256)
    : bytes_kept_max_{limits.body_bytes_kept_max},
      digested_at_once_max_{limits.digested_at_once_max},
      kept_{kept} {
    if (with_sha256) sha256_.emplace();
}

BodyBuilder::~BodyBuilder() {
    if (kept_) kept_->give_back(body_.bytes.size());
    stop_decoding();
}

bool BodyBuilder::needs_codings(ByteView piece, std::uint64_t remaining) const {
    if (knows_codings_) return false;
    const auto announced = std::max(remaining, remaining + piece.size());  // it may wrap around
    return !is_keeping_ || announced > bytes_kept_max_ - body_.bytes.size() ||
           (kept_ && !kept_->has_room_for(piece.size()));
}

void BodyBuilder::name_codings(std::span<const std::string_view> codings) {
    assert(is_keeping_ && !knows_codings_);
    knows_codings_ = true;
    if (codings.empty()) return;
    if (kept_ && (!kept_->may_decode() || !kept_->take_decoder())) return;
    decoding_.emplace(content::Decoder{codings});
    decode(body_.bytes);
}

void BodyBuilder::decode(ByteView piece) {
    if (!decoding_) return;
    const auto length_before = decoding_->length;
    decoding_->decoder.feed(piece, [this](ByteView decoded) {
        decoding_->digest.update(decoded);
        decoding_->length += decoded.size();
    });
    if (kept_) kept_->spend_decoding(piece.size() + decoding_->length - length_before);
    if (decoding_->decoder.is_broken() || (kept_ && !kept_->may_decode())) stop_decoding();
}

void BodyBuilder::stop_decoding() {
    if (decoding_ && kept_) kept_->give_back_decoder();
    decoding_.reset();
}

void BodyBuilder::add(ByteView piece, std::uint64_t remaining) {
    auto& bytes = body_.bytes;
    const auto kept = piece.substr(0, bytes_kept_max_ - bytes.size());
    const bool keeps = is_keeping_ && make_room(kept.size(), remaining);
    is_keeping_ = keeps && kept.size() == piece.size();
    if (!digest_ && (!is_keeping_ || bytes.size() + piece.size() > digested_at_once_max_)) {
        digest_.emplace();
        digest_->update(bytes);
    }
    if (digest_) digest_->update(piece);
    if (sha256_) sha256_->update(piece);
    decode(piece);
    body_.length += piece.size();
    if (keeps) bytes.append(kept);
}

bool BodyBuilder::make_room(std::size_t bytes, std::uint64_t remaining) {
    if (kept_ && !kept_->take(bytes)) return false;
    auto& held = body_.bytes;
    const auto needed = held.size() + bytes;
    if (held.capacity() >= needed) return true;
    const auto trusted = std::min<std::uint64_t>(remaining, reserve_factor * needed);
    held.reserve(std::min<std::uint64_t>(needed + trusted, bytes_kept_max_));
    return true;
}

Body BodyBuilder::finish() && {
    if (kept_) kept_->give_back(body_.bytes.size());
    body_.digest = digest_ ? digest_->hash() : hash128(body_.bytes);
    if (sha256_) body_.sha256 = sha256_->digest();
    if (decoding_ && !body_.is_whole() && decoding_->decoder.finish()) {
        body_.decoded = DecodedBody{decoding_->length, decoding_->digest.hash()};
    }
    stop_decoding();
    return std::exchange(body_, {});
}

}  // namespace shadowdiff::http
