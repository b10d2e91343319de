// SPDX-License-Identifier: Apache-2.0
#include "content/decode.hpp"
#include "content/decoder.hpp"
#include "tests/unit/content/compressed.hpp"

#include <brotli/encode.h>
#include <doctest/doctest.h>
#include <zstd.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::test;

namespace {

using Codings = std::vector<std::string_view>;

Bytes brotli(ByteView text) {
    auto size = BrotliEncoderMaxCompressedSize(text.size()) + 64;
    Bytes out(size, '\0');
    REQUIRE(BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, text.size(),
                                  reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                                  reinterpret_cast<std::uint8_t*>(out.data())) == BROTLI_TRUE);
    out.resize(size);
    return out;
}

Bytes zstd(ByteView text, int window_log = 0) {
    auto* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    if (window_log > 0) {
        ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    }
    Bytes out(ZSTD_compressBound(text.size()), '\0');
    ZSTD_inBuffer input{text.data(), text.size(), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    // In two calls, so that the library cannot shrink the window to the content.
    if (window_log > 0) ZSTD_compressStream2(context, &output, &input, ZSTD_e_flush);
    REQUIRE(ZSTD_compressStream2(context, &output, &input, ZSTD_e_end) == 0);
    out.resize(output.pos);
    ZSTD_freeCCtx(context);
    return out;
}

Bytes mixed_text(std::size_t lines) {
    Bytes text;
    for (std::size_t i = 0; i < lines; ++i) text += std::to_string(i * 7919) + " line\n";
    return text;
}

std::string said(ByteView body, const Codings& codings, const ContentLimits& limits = {}) {
    const auto decoded = content::decode(body, codings, limits);
    return decoded ? "decoded " + std::to_string(decoded->size()) : decoded.error().why;
}

}  // namespace

TEST_CASE("br and zstd are undone, alone and in chains with others") {
    const auto text = mixed_text(20'000);
    for (const auto& plain : {Bytes{}, Bytes{"{\"a\":1}"}, text}) {
        CHECK(content::decode(brotli(plain), Codings{"br"}) == plain);
        CHECK(content::decode(zstd(plain), Codings{"ZSTD"}) == plain);
        CHECK(content::decode(gzip(brotli(plain)), Codings{"br", "gzip"}) == plain);
        CHECK(content::decode(brotli(zstd(gzip(plain))), Codings{"gzip", "zstd", "br"}) == plain);
    }
    const Codings in_wrong_order{"gzip", "br"};
    CHECK_FALSE(content::decode(gzip(brotli(text)), in_wrong_order));
}

TEST_CASE("several zstd frames are one body, skippable and empty ones among them") {
    const Bytes skippable{"\x50\x2a\x4d\x18\x03\x00\x00\x00xyz", 11};
    const auto frames = zstd("one ") + skippable + zstd("") + zstd("two");
    CHECK(content::decode(frames, Codings{"zstd"}) == Bytes{"one two"});
}

TEST_CASE("what is wrong with a br or zstd body is said") {
    const auto text = mixed_text(200);
    const auto packed = zstd(text);
    auto changed = packed;
    changed.back() ^= 1;  // the checksum
    CHECK(said(brotli(text) + "xyz", {"br"}) == "br: 3 bytes after the end of the stream");
    CHECK(said(packed + "behind it", {"zstd"}) == "zstd: bytes after the end of the stream");
    CHECK(said(changed, {"zstd"}) == "zstd: Restored data doesn't match checksum");
    CHECK(said("no stream at all", {"zstd"}) == "zstd: Unknown frame descriptor");
    CHECK(said("\xff\xff\xff\xff\xff", {"br"}).starts_with("br: damaged stream ("));
    CHECK(said(zstd(text, 24), {"zstd"}) == "zstd: Frame requires too much memory for decoding");
}

TEST_CASE("a cut stream ends early wherever it is cut") {
    const auto text = mixed_text(300);
    const std::vector<std::pair<std::string_view, Bytes>> packed = {{"br", brotli(text)},
                                                                    {"zstd", zstd(text)}};
    for (const auto& [coding, whole] : packed) {
        CAPTURE(coding);
        for (std::size_t length = 0; length < whole.size(); length += 1 + length / 8) {
            CAPTURE(length);
            CHECK(said(whole.substr(0, length), {coding}) ==
                  std::string{coding} + ": the stream ends early");
        }
    }
}

TEST_CASE("a bomb is refused by its length or its ratio, and a small dense body is not") {
    const std::string zeros(64 << 20, '\0');
    for (const auto& [coding, bomb] :
         {std::pair{"br", brotli(zeros)}, std::pair{"zstd", zstd(zeros)}}) {
        CAPTURE(coding);
        const std::string prefix = coding;
        CHECK(said(bomb, {coding}, {.decoded_bytes_max = 4 << 20, .ratio_max = 1 << 30}) ==
              prefix + ": decodes to more than 4 MiB");
        CHECK(said(bomb, {coding}, {.decoded_bytes_max = 100 << 20, .ratio_max = 10}) ==
              prefix + ": decodes to more than 10 times its size");
    }
    const std::string dense(1 << 20, 'a');
    CHECK(said(brotli(dense), {"br"}) == "decoded 1048576");
    CHECK(said(zstd(dense), {"zstd"}) == "decoded 1048576");
}

TEST_CASE("in pieces of any size a body decodes as it does in whole, and fails as it does") {
    const auto text = mixed_text(3'000);
    auto damaged = zstd(text);
    damaged[damaged.size() / 2] ^= 0x20;
    const std::vector<std::pair<Codings, Bytes>> rows = {
        {{"br"}, brotli(text)},
        {{"zstd"}, zstd(text)},
        {{"gzip", "zstd"}, zstd(gzip(text))},
        {{"zstd"}, zstd(text) + zstd(text)},
        {{"br"}, brotli(text) + "x"},
        {{"zstd"}, zstd(text) + "abcdef"},
        {{"zstd"}, damaged},
        {{"br"}, brotli(text).substr(0, 500)},
    };
    for (const auto& [codings, body] : rows) {
        const auto whole = content::decode(body, codings);
        for (const auto piece :
             {std::size_t{1}, std::size_t{7}, std::size_t{1'000}, std::size_t{1} << 20}) {
            content::Decoder decoder{codings};
            Bytes decoded;
            for (ByteView rest = body; !rest.empty();
                 rest.remove_prefix(std::min(piece, rest.size()))) {
                decoder.feed(rest.substr(0, piece), [&](ByteView part) { decoded += part; });
            }
            const auto end = decoder.finish();
            CHECK(end.has_value() == whole.has_value());
            if (whole) CHECK(decoded == *whole);
            if (!whole && !end) CHECK(end.error().why == whole.error().why);
        }
    }
}
