// SPDX-License-Identifier: Apache-2.0
#include "content/decode.hpp"

#include "tests/unit/content/compressed.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::test;
using content::decode;
using content::Undecodable;

namespace {

std::expected<Bytes, Undecodable> undo(ByteView body, std::vector<std::string_view> codings,
                                       const ContentLimits& limits = {}) {
    return decode(body, codings, limits);
}

}  // namespace

TEST_CASE("a body without codings is given back as it is") {
    CHECK(undo("plain", {}) == Bytes{"plain"});
    CHECK(undo("plain", {"identity"}) == Bytes{"plain"});
    CHECK(undo("plain", {"Identity", ""}) == Bytes{"plain"});
    CHECK(undo("", {}) == Bytes{});
}

TEST_CASE("each known coding is undone, whatever the case of its name") {
    struct Row {
        std::string_view coding;
        int wrapper;
    };
    const std::string text(100'000, 'a');
    for (const Row row :
         {Row{"gzip", gzip_wrapper}, Row{"GZIP", gzip_wrapper}, Row{"x-gzip", gzip_wrapper},
          Row{"deflate", zlib_wrapper}, Row{"deflate", no_wrapper}}) {
        CAPTURE(row.coding);
        CAPTURE(row.wrapper);
        CHECK(undo(compressed("{\"a\":1}", row.wrapper), {row.coding}) == Bytes{"{\"a\":1}"});
        CHECK(undo(compressed(text, row.wrapper), {row.coding}) == text);
        CHECK(undo(compressed("", row.wrapper), {row.coding}) == Bytes{});
    }
}

TEST_CASE("codings are undone from the last applied to the first") {
    const auto twice = gzip(compressed("text", zlib_wrapper));
    CHECK(undo(twice, {"deflate", "gzip"}) == Bytes{"text"});
    CHECK(undo(twice, {"deflate", "identity", "gzip"}) == Bytes{"text"});
    CHECK_FALSE(undo(twice, {"gzip", "deflate"}));
}

TEST_CASE("several gzip members are one body, empty ones among them") {
    CHECK(undo(gzip("one ") + gzip("") + gzip("two"), {"gzip"}) == Bytes{"one two"});
}

TEST_CASE("damaged streams are not decoded, and say why") {
    auto bad_check = gzip("some text");
    bad_check[bad_check.size() - 5] ^= 1;
    auto bad_length = gzip("some text");
    bad_length.back() ^= 1;
    auto bad_adler = compressed("some text", zlib_wrapper);
    bad_adler.back() ^= 1;
    CHECK(why(undo(bad_check, {"gzip"})) == "gzip: checksum mismatch");
    CHECK(why(undo(bad_length, {"gzip"})) == "gzip: length mismatch");
    CHECK(why(undo(bad_adler, {"deflate"})) == "deflate: checksum mismatch");
    CHECK(why(undo("plain text", {"gzip"})) == "gzip: incorrect header check");
    CHECK(why(undo("", {"gzip"})) == "gzip: the stream ends early");
    CHECK(why(undo("", {"deflate"})) == "deflate: the stream ends early");
    CHECK(why(undo("\xff\xff\xff", {"deflate"})) == "deflate: invalid block type");
}

TEST_CASE("a stream cut at any byte is not decoded") {
    const auto whole = gzip("first member, ") + gzip("second member");
    const auto first_length = gzip("first member, ").size();
    for (std::size_t cut = 0; cut < whole.size(); ++cut) {
        if (cut == first_length) continue;  // a whole body of one member
        CAPTURE(cut);
        CHECK_FALSE(undo(whole.substr(0, cut), {"gzip"}));
    }
    CHECK(undo(whole.substr(0, first_length), {"gzip"}) == Bytes{"first member, "});
}

TEST_CASE("bytes behind the last member are not dropped in silence") {
    CHECK(why(undo(gzip("text") + "junk", {"gzip"})) ==
          "gzip: 4 bytes after the end of the stream");
    CHECK(why(undo(gzip("text") + Bytes(8, '\0'), {"gzip"})) ==
          "gzip: 8 bytes after the end of the stream");
    CHECK(why(undo(compressed("text", zlib_wrapper) + "x", {"deflate"})) ==
          "deflate: 1 bytes after the end of the stream");
    CHECK(why(undo(gzip("text") + "\x1f\x8bjunk", {"gzip"})) == "gzip: unknown compression method");
}

TEST_CASE("unknown codings are named, and harmless to print") {
    CHECK(why(undo("x", {"compress"})) == "unknown coding compress");
    CHECK(why(undo("x", {"gzip", "dcb"})) == "unknown coding dcb");
    CHECK(why(undo("x", {"\x1b[31m"})) == "unknown coding \\x1b[31m");
    CHECK(why(undo("x", {std::string(10'000, 'z')})).size() < 100);
}

TEST_CASE("bombs end at a bound") {
    const auto bomb = gzip(Bytes(40 << 20, '\0'));
    CHECK(why(undo(bomb, {"gzip"})) == "gzip: decodes to more than 16 MiB");
    CHECK(why(undo(bomb, {"gzip"}, {.decoded_bytes_max = 1'000})) ==
          "gzip: decodes to more than 1000 bytes");
    CHECK(why(undo(bomb, {"gzip"}, {.ratio_max = 100})) ==
          "gzip: decodes to more than 100 times its size");
    CHECK(why(undo(gzip(gzip(gzip("x"))), {"gzip", "gzip", "gzip"})) == "decoded");
    CHECK(why(undo(gzip("x"), {"gzip", "gzip", "gzip", "gzip"}, {.codings_max = 0})) ==
          "more than 0 codings");
    CHECK(why(undo(gzip(gzip(gzip(gzip("x")))), {"gzip", "gzip", "gzip", "gzip"})) ==
          "more than 3 codings");
}

TEST_CASE("a body that breaks only the bound of its length is told from a damaged one") {
    const auto limit = ContentLimits{.decoded_bytes_max = 3};
    CHECK(undo(gzip("text"), {"gzip"}, limit).error().is_too_long);
    CHECK_FALSE(undo("text", {"gzip"}, limit).error().is_too_long);
    CHECK_FALSE(undo(gzip("text"), {"compress"}, limit).error().is_too_long);
}

TEST_CASE("a body of exactly the bound is decoded, one byte more is not") {
    const auto limit = ContentLimits{.decoded_bytes_max = 5'000};
    CHECK(undo(gzip(Bytes(5'000, 'a')), {"gzip"}, limit)->size() == 5'000);
    CHECK_FALSE(undo(gzip(Bytes(5'001, 'a')), {"gzip"}, limit));
    CHECK_FALSE(undo(gzip(Bytes(2'500, 'a')) + gzip(Bytes(2'501, 'a')), {"gzip"}, limit));
}
