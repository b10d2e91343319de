// SPDX-License-Identifier: Apache-2.0
#include "content/decoder.hpp"

#include "tests/unit/content/compressed.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::test;
using content::Decoder;
using content::Undecodable;

namespace {

using Codings = std::vector<std::string_view>;
using Decoded = std::expected<Bytes, Undecodable>;

/// Fed in pieces that end at the cuts.
Decoded streamed(ByteView body, const Codings& codings, const std::vector<std::size_t>& cuts,
                 const ContentLimits& limits = {}) {
    Decoder decoder{codings, limits};
    Bytes decoded;
    const auto take = [&](ByteView piece) { decoded.append(piece); };
    std::size_t at = 0;
    for (const auto cut : cuts) {
        decoder.feed(body.substr(at, cut - at), take);
        at = cut;
    }
    decoder.feed(body.substr(at), take);
    const auto end = decoder.finish();
    if (!end) return std::unexpected{end.error()};
    return decoded;
}

std::vector<std::size_t> every(std::size_t step, std::size_t size) {
    std::vector<std::size_t> cuts;
    for (auto at = step; at < size; at += step) cuts.push_back(at);
    return cuts;
}

}  // namespace

TEST_CASE("however a body is cut, it decodes to what it decodes to in whole, or fails alike") {
    struct Row {
        const char* name;
        Bytes body;
        Codings codings;
    };
    const auto text = Bytes{"a text of some length, of some length, of length"};
    const auto whole = gzip(text);
    auto bad_check = whole;
    bad_check[bad_check.size() - 6] ^= 1;
    const Row rows[] = {
        {"no coding", text, {}},
        {"identity", text, {"identity", ""}},
        {"gzip", whole, {"gzip"}},
        {"gzip by its old name", whole, {"X-GZip"}},
        {"deflate in zlib's wrapper", compressed(text, zlib_wrapper), {"deflate"}},
        {"raw deflate", compressed(text, no_wrapper), {"deflate"}},
        {"several members", gzip("one ") + gzip("") + gzip(text), {"gzip"}},
        {"two codings", gzip(compressed(text, no_wrapper)), {"deflate", "gzip"}},
        {"three codings", gzip(gzip(gzip(text))), {"gzip", "gzip", "gzip"}},
        {"nothing", "", {"gzip"}},
        {"one octet", "\x1f", {"gzip"}},
        {"a wrong check", bad_check, {"gzip"}},
        {"no gzip", text, {"gzip"}},
        {"no deflate", "\xff\xff\xff", {"deflate"}},
        {"cut short", whole.substr(0, whole.size() - 3), {"gzip"}},
        {"one octet behind", whole + "\x1f", {"gzip"}},
        {"octets behind", whole + "junk", {"gzip"}},
        {"octets behind deflate", compressed(text, zlib_wrapper) + "junk", {"deflate"}},
        {"a second member that is none", whole + "\x1f\x8bjunk", {"gzip"}},
        {"damaged inside", gzip(bad_check), {"gzip", "gzip"}},
        {"unknown", text, {"compress"}},
        {"too many", text, {"gzip", "gzip", "gzip", "gzip"}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto expected = content::decode(row.body, row.codings);
        CHECK(streamed(row.body, row.codings, {}) == expected);
        for (std::size_t cut = 0; cut < row.body.size(); ++cut) {
            CAPTURE(cut);
            CHECK(streamed(row.body, row.codings, {cut}) == expected);
        }
        for (const std::size_t step : {1U, 2U, 3U, 7U}) {
            CAPTURE(step);
            CHECK(streamed(row.body, row.codings, every(step, row.body.size())) == expected);
        }
    }
}

TEST_CASE("a decoder holds no more for a long body than for a short one, and loses nothing of it") {
    const Bytes block(1 << 20, 'a');
    const auto body = gzip(block);
    Decoder decoder{Codings{"gzip"}, {.decoded_bytes_max = 1 << 30}};
    std::uint64_t decoded = 0;
    std::size_t longest = 0;
    for (int i = 0; i < 64; ++i) {
        decoder.feed(body, [&](ByteView piece) {
            decoded += piece.size();
            longest = std::max(longest, piece.size());
        });
    }
    CHECK(decoder.finish().has_value());
    CHECK(decoded == std::uint64_t{64} << 20);
    CHECK(longest <= 64 << 10);
}

TEST_CASE("bombs end at a bound, at the same one wherever they are cut") {
    const auto bomb = gzip(Bytes(4 << 20, '\0'));
    const auto double_bomb = gzip(bomb);
    struct Row {
        const char* name;
        Bytes body;
        Codings codings;
        ContentLimits limits;
        const char* why;
    };
    const Row rows[] = {
        {"length",
         bomb,
         {"gzip"},
         {.decoded_bytes_max = 1 << 20},
         "gzip: decodes to more than 1 MiB"},
        {"ratio", bomb, {"gzip"}, {.ratio_max = 3}, "gzip: decodes to more than 3 times its size"},
        {"within the ratio", bomb, {"gzip"}, {.ratio_max = 4}, "decoded"},
        {"the ratio of both codings together",
         double_bomb,
         {"gzip", "gzip"},
         {.ratio_max = 3},
         "gzip: decodes to more than 3 times its size"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(why(streamed(row.body, row.codings, {}, row.limits)) == row.why);
        for (const std::size_t step : {1U, 100U, 1'000U}) {
            CAPTURE(step);
            CHECK(why(streamed(row.body, row.codings, every(step, row.body.size()), row.limits)) ==
                  row.why);
        }
    }
}

TEST_CASE("a decoder that broke gives nothing more, and says so at once") {
    Decoder unknown{Codings{"compress"}};
    CHECK(unknown.is_broken());
    Decoder decoder{Codings{"gzip"}};
    const auto none = [](ByteView) { FAIL("nothing can be decoded"); };
    CHECK_FALSE(decoder.is_broken());
    decoder.feed("no gzip", none);
    CHECK(decoder.is_broken());
    decoder.feed(gzip("text"), none);
    Decoder trailing{Codings{"gzip"}};
    trailing.feed(gzip("text"), [](ByteView) {});
    CHECK_FALSE(trailing.is_broken());
    trailing.feed("junk", none);
    CHECK(trailing.is_broken());
}
