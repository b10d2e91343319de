// SPDX-License-Identifier: Apache-2.0
// Body pieces -> Body: keeps a bounded prefix, counts and digests all of it.
#pragma once

#include "base/digest.hpp"
#include "base/hash.hpp"
#include "base/limits.hpp"
#include "content/decoder.hpp"
#include "http/decoding_budget.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace shadowdiff::http {

/// What all bodies under way hold together. Beyond the bound a body is counted and digested only.
class KeptBytes {
public:
    /// A decoder of three codings holds about 240 KiB: 60 MiB for all. Beyond it a body is known by
    /// its coded bytes alone.
    static constexpr std::size_t decoders_max = 256;

    /// Without a rate decoding takes the time it takes: for sources that wait.
    explicit KeptBytes(std::size_t bytes_max, std::optional<DecodingRate> rate = {})
        : bytes_max_{bytes_max} {
        if (rate) decoding_.emplace(*rate);
    }
    bool has_room_for(std::size_t bytes) const { return bytes <= bytes_max_ - bytes_; }
    bool take(std::size_t bytes) {
        if (!has_room_for(bytes)) return false;
        bytes_ += bytes;
        return true;
    }
    void give_back(std::size_t bytes) { bytes_ -= bytes; }
    std::size_t bytes() const { return bytes_; }

    bool take_decoder() {
        if (decoders_ == decoders_max) return false;
        ++decoders_;
        return true;
    }
    void give_back_decoder() { --decoders_; }
    std::size_t decoders() const { return decoders_; }

    /// As DecodingBudget; to be told before the bytes that came then.
    void advance(Duration now) {
        if (decoding_) decoding_->advance(now);
    }
    bool may_decode() const { return !decoding_ || !decoding_->is_spent(); }
    void spend_decoding(std::uint64_t bytes) {
        if (decoding_) decoding_->spend(bytes);
    }

private:
    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
    std::size_t decoders_ = 0;
    std::optional<DecodingBudget> decoding_;
};

class BodyBuilder {
public:
    /// `kept` may be null, else it must outlive the builder. `with_sha256`: of the body too, for
    /// lists that others can check.
    explicit BodyBuilder(const HttpLimits& limits, KeptBytes* kept = nullptr,
                         bool with_sha256 = false);
    BodyBuilder(const BodyBuilder&) = delete;
    BodyBuilder& operator=(const BodyBuilder&) = delete;
    ~BodyBuilder();

    /// The body will not be kept whole from this piece on, or from one that was announced: now is
    /// the time to name its codings. Said until they are named.
    bool needs_codings(ByteView piece, std::uint64_t remaining = 0) const;
    /// Content-Encoding, in the order of applying. What these stand for is digested too, also of
    /// what was added before.
    void name_codings(std::span<const std::string_view> codings);

    /// The next piece. `remaining`: how much will follow it, as far as the framing says so.
    void add(ByteView piece, std::uint64_t remaining = 0);
    Body finish() &&;

private:
    struct Decoding {
        content::Decoder decoder;
        Hash128Stream digest;
        std::uint64_t length = 0;
    };

    bool make_room(std::size_t bytes, std::uint64_t remaining);
    void decode(ByteView piece);
    void stop_decoding();

    std::size_t bytes_kept_max_;
    std::size_t digested_at_once_max_;
    KeptBytes* kept_;
    bool is_keeping_ = true;
    bool knows_codings_ = false;
    Body body_;
    std::optional<Hash128Stream> digest_;  // of a body that is too long to be digested at its end
    std::optional<Decoding> decoding_;
    std::optional<Sha256> sha256_;
};

}  // namespace shadowdiff::http
