// SPDX-License-Identifier: Apache-2.0
// Body pieces -> Body: keeps a bounded prefix, counts and digests all of it.
#pragma once

#include "base/digest.hpp"
#include "base/hash.hpp"
#include "base/limits.hpp"
#include "http/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace shadowdiff::http {

/// What all bodies under way hold together. Beyond the bound a body is counted and digested only.
class KeptBytes {
public:
    explicit KeptBytes(std::size_t bytes_max) : bytes_max_{bytes_max} {}
    bool take(std::size_t bytes) {
        if (bytes > bytes_max_ - bytes_) return false;
        bytes_ += bytes;
        return true;
    }
    void give_back(std::size_t bytes) { bytes_ -= bytes; }
    std::size_t bytes() const { return bytes_; }

private:
    std::size_t bytes_max_;
    std::size_t bytes_ = 0;
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

    /// The next piece. `remaining`: how much will follow it, as far as the framing says so.
    void add(ByteView piece, std::uint64_t remaining = 0);
    Body finish() &&;

private:
    bool make_room(std::size_t bytes, std::uint64_t remaining);

    std::size_t bytes_kept_max_;
    std::size_t digested_at_once_max_;
    KeptBytes* kept_;
    bool is_keeping_ = true;
    Body body_;
    std::optional<Hash128Stream> digest_;  // of a body that is too long to be digested at its end
    std::optional<Sha256> sha256_;
};

}  // namespace shadowdiff::http
