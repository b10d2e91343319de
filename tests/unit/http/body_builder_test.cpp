// SPDX-License-Identifier: Apache-2.0
#include "http/body_builder.hpp"

#include "tests/unit/content/compressed.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace shadowdiff::http {
namespace {

HttpLimits small_body_limits() {
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
    BodyBuilder builder{small_body_limits(), kept, true};
    for (std::size_t at = 0; at < text.size(); at += piece) {
        builder.add(ByteView{text}.substr(at, piece), text.size());
    }
    return std::move(builder).finish();
}

// Bytes that gzip makes little shorter.
std::string noise(std::size_t count) {
    std::string text(count, '\0');
    std::uint32_t state = 1;
    for (auto& byte : text) {
        state = state * 1'664'525 + 1'013'904'223;
        byte = static_cast<char>(state >> 24);
    }
    return text;
}

/// As a reader builds it, who names the codings when they are wanted.
Body built_coded(const std::string& text, const std::vector<std::string_view>& codings,
                 std::size_t piece, bool is_announced, KeptBytes* kept = nullptr) {
    BodyBuilder builder{small_body_limits(), kept};
    for (std::size_t at = 0; at < text.size(); at += piece) {
        const auto bytes = ByteView{text}.substr(at, piece);
        const auto remaining = is_announced ? text.size() - at - bytes.size() : 0;
        if (builder.needs_codings(bytes, remaining)) builder.name_codings(codings);
        builder.add(bytes, remaining);
    }
    return std::move(builder).finish();
}

std::optional<DecodedBody> decoded_as(const std::string& text) {
    return DecodedBody{text.size(), hash128(text)};
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
    CHECK(BodyBuilder{small_body_limits()}.finish() == Body{});
}

TEST_CASE("bodies that together would hold too much are digested, and their room is given back") {
    KeptBytes kept{150};
    const auto text = letters(90);
    {
        BodyBuilder first{small_body_limits(), &kept};
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

TEST_CASE("of a coded body that is not kept whole, what it stands for is digested too") {
    const auto text = noise(300);
    const auto whole = test::gzip(text);
    struct Row {
        const char* name;
        std::string body;
        std::vector<std::string_view> codings;
        std::optional<DecodedBody> decoded;
    };
    const Row rows[] = {
        {"gzip", whole, {"gzip"}, decoded_as(text)},
        {"two members", whole + whole, {"gzip"}, decoded_as(text + text)},
        {"deflate", test::compressed(text, test::zlib_wrapper), {"deflate"}, decoded_as(text)},
        {"two codings", test::gzip(whole), {"gzip", "gzip"}, decoded_as(text)},
        {"named to be none", text, {"identity"}, decoded_as(text)},
        {"without codings", text, {}, std::nullopt},
        {"an unknown coding", text, {"compress"}, std::nullopt},
        {"broken from its start", text, {"gzip"}, std::nullopt},
        {"broken at its end", whole.substr(0, whole.size() - 1), {"gzip"}, std::nullopt},
        {"more behind its end", whole + "junk", {"gzip"}, std::nullopt},
        {"kept whole", test::gzip("short"), {"gzip"}, std::nullopt},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        for (const bool is_announced : {false, true}) {
            CAPTURE(is_announced);
            for (const std::size_t piece : {1U, 7U, 99U, 100U, 101U, 250U, 1'000U}) {
                CAPTURE(piece);
                KeptBytes kept{1'000};
                const auto body = built_coded(row.body, row.codings, piece, is_announced, &kept);
                CHECK(body.decoded == row.decoded);
                CHECK(body.digest == hash128(row.body));
                CHECK(kept.decoders() == 0);
            }
        }
    }
}

TEST_CASE("a body that is kept whole never asks for its codings") {
    KeptBytes kept{100};
    BodyBuilder builder{small_body_limits(), &kept};
    const auto text = noise(100);
    CHECK_FALSE(builder.needs_codings(ByteView{text}.substr(0, 50), 50));
    builder.add(ByteView{text}.substr(0, 50), 50);
    CHECK_FALSE(builder.needs_codings(ByteView{text}.substr(50), 0));
    CHECK(builder.needs_codings(ByteView{text}.substr(50), 1));
    CHECK(builder.needs_codings(ByteView{text}.substr(50), ~std::uint64_t{0}));
    REQUIRE(kept.take(1));
    CHECK(builder.needs_codings(ByteView{text}.substr(50), 0));
    kept.give_back(1);
}

TEST_CASE("a body cut for the room of others is digested decoded from its start") {
    const auto text = noise(60);
    const auto coded = test::gzip(text);
    KeptBytes kept{80};
    const auto body = built_coded(coded, {"gzip"}, 30, false, &kept);
    CHECK(body.bytes == coded.substr(0, 60));
    CHECK(body.decoded == decoded_as(text));
}

TEST_CASE("beyond so many decoders at once, a body is known by its coded bytes alone") {
    KeptBytes kept{100'000};
    const auto text = noise(300);
    while (kept.take_decoder()) {
    }
    CHECK_FALSE(built_coded(test::gzip(text), {"gzip"}, 50, true, &kept).decoded);
    CHECK(kept.decoders() == KeptBytes::decoders_max);
    kept.give_back_decoder();
    CHECK(built_coded(test::gzip(text), {"gzip"}, 50, true, &kept).decoded == decoded_as(text));
}

TEST_CASE(
    "of live traffic, a body that comes when the time for decoding is spent is known by its "
    "coded bytes alone") {
    using namespace std::chrono_literals;
    const auto text = noise(300);
    const auto coded = test::gzip(text);
    const auto spent = coded.size() + text.size();
    KeptBytes kept{100'000, DecodingRate{.bytes_per_second = spent, .burst_bytes = spent}};
    const auto is_decoded = [&] {
        return built_coded(coded, {"gzip"}, coded.size(), true, &kept).decoded == decoded_as(text);
    };
    kept.advance(10s);
    CHECK_FALSE(is_decoded());  // it spends all there is
    CHECK_FALSE(is_decoded());
    CHECK(kept.decoders() == 0);
    kept.advance(9s);  // no time has passed
    CHECK_FALSE(kept.may_decode());
    kept.advance(20s);
    kept.spend_decoding(spent - 1);
    CHECK(kept.may_decode());
    CHECK_FALSE(is_decoded());  // stopped inside it, and paid later
    kept.advance(20'500ms);
    CHECK_FALSE(kept.may_decode());
    kept.advance(22s);
    CHECK(kept.may_decode());

    KeptBytes waiting{100'000};
    waiting.spend_decoding(1'000'000'000'000);
    CHECK(built_coded(coded, {"gzip"}, 50, true, &waiting).decoded == decoded_as(text));
}

}  // namespace shadowdiff::http
