// SPDX-License-Identifier: Apache-2.0
#include "content/encode.hpp"

#include "base/ascii.hpp"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

#include <cstdint>
#include <limits>
#include <utility>

namespace shadowdiff::content {
namespace {

std::optional<Bytes> deflated(ByteView body, int window_bits) {
    constexpr int memory_level = 8;  // zlib's own
    if (body.size() > std::numeric_limits<uInt>::max()) return std::nullopt;
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, window_bits, memory_level,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        return std::nullopt;
    }
    Bytes coded(deflateBound(&stream, body.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));  // only read
    stream.avail_in = static_cast<uInt>(body.size());
    stream.next_out = reinterpret_cast<Bytef*>(coded.data());
    stream.avail_out = static_cast<uInt>(coded.size());
    const bool is_whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    coded.resize(stream.total_out);
    deflateEnd(&stream);
    return is_whole ? std::optional{std::move(coded)} : std::nullopt;
}

std::optional<Bytes> with_brotli(ByteView body) {
    Bytes coded(BrotliEncoderMaxCompressedSize(body.size()), '\0');
    auto size = coded.size();
    const auto is_done =
        BrotliEncoderCompress(BROTLI_MIN_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_DEFAULT_MODE,
                              body.size(), reinterpret_cast<const std::uint8_t*>(body.data()),
                              &size, reinterpret_cast<std::uint8_t*>(coded.data()));
    if (is_done == BROTLI_FALSE) return std::nullopt;
    coded.resize(size);
    return coded;
}

std::optional<Bytes> with_zstd(ByteView body) {
    Bytes coded(ZSTD_compressBound(body.size()), '\0');
    const auto size = ZSTD_compress(coded.data(), coded.size(), body.data(), body.size(), 1);
    if (ZSTD_isError(size) != 0) return std::nullopt;
    coded.resize(size);
    return coded;
}

std::optional<Bytes> coded(ByteView body, std::string_view coding) {
    constexpr int zlib_wrapper = 15;  // and the greatest window
    constexpr int gzip_wrapper = zlib_wrapper + 16;
    const auto name = ascii::lower_case(coding);
    if (name.empty() || name == "identity") return Bytes{body};
    if (name == "gzip" || name == "x-gzip") return deflated(body, gzip_wrapper);
    if (name == "deflate") return deflated(body, zlib_wrapper);
    if (name == "br") return with_brotli(body);
    if (name == "zstd") return with_zstd(body);
    return std::nullopt;
}

}  // namespace

std::optional<Bytes> encode(ByteView body, std::span<const std::string_view> codings) {
    std::optional<Bytes> bytes{body};
    for (const auto coding : codings) {
        if (bytes) bytes = coded(*bytes, coding);
    }
    return bytes;
}

}  // namespace shadowdiff::content
