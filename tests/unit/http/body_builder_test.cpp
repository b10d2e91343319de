// SPDX-License-Identifier: Apache-2.0
#include "http/body_builder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace shadowdiff::http {
namespace {

HttpLimits small_limits() {
    HttpLimits limits;
    limits.body_bytes_kept_max = 100;
    limits.digested_at_once_max = 40;
    return limits;
}

std::string letters(std::size_t count) {
    std::string text(count, '\0');
    for (std::size_t i = 0; i < count; ++i) text[i] = static_cast<char>('a' + i % 26);
    return text;
}

Body built(const std::string& text, std::size_t piece, KeptBytes* kept = nullptr) {
    BodyBuilder builder{small_limits(), kept, true};
    for (std::size_t at = 0; at < text.size(); at += piece) {
        builder.add(ByteView{text}.substr(at, piece), text.size());
    }
    return std::move(builder).finish();
}

}  // namespace

TEST_CASE("a body's length and digests do not depend on its pieces or on how much of it is kept") {
    for (const std::size_t length : {1U, 39U, 40U, 41U, 99U, 100U, 101U, 300U}) {
        const auto text = letters(length);
        for (std::size_t piece = 1; piece <= length; ++piece) {
            CAPTURE(length);
            CAPTURE(piece);
            const auto body = built(text, piece);
            CHECK(body.length == length);
            CHECK(body.bytes == text.substr(0, 100));
            CHECK(body.digest == make_body(text).digest);
            Sha256 sha256;
            sha256.update(text);
            CHECK(body.sha256 == sha256.digest());
            CHECK(body.is_whole() == (length <= 100));
        }
    }
}

TEST_CASE("the digest of no bytes is that of an empty body") {
    CHECK(hash128({}) == empty_body_digest);
    CHECK(make_body({}) == Body{});
    CHECK(BodyBuilder{small_limits()}.finish() == Body{});
}

TEST_CASE("bodies that together would hold too much are digested, and their room is given back") {
    KeptBytes kept{150};
    const auto text = letters(90);
    {
        BodyBuilder first{small_limits(), &kept};
        first.add(text);
        CHECK(kept.bytes() == 90);
        const auto second = built(text, 30, &kept);  // room for two of its three pieces
        CHECK(second.bytes == text.substr(0, 60));
        CHECK(second.length == 90);
        CHECK(second.digest == make_body(text).digest);
        CHECK(kept.bytes() == 90);
    }
    CHECK(kept.bytes() == 0);
    CHECK(built(text, 30, &kept).is_whole());
}

}  // namespace shadowdiff::http
