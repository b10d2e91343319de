// SPDX-License-Identifier: Apache-2.0
// Coded bodies, as zlib makes them, and why one could not be decoded.
#pragma once

#include "content/decode.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <expected>
#include <string>

namespace shadowdiff::test {

inline constexpr int gzip_wrapper = 31;
inline constexpr int zlib_wrapper = 15;
inline constexpr int no_wrapper = -15;

inline Bytes compressed(ByteView text, int wrapper) {
    z_stream stream{};
    REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, wrapper, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    Bytes out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline Bytes gzip(ByteView text) { return compressed(text, gzip_wrapper); }

inline std::string why(const std::expected<Bytes, content::Undecodable>& result) {
    return result ? "decoded" : result.error().why;
}

}  // namespace shadowdiff::test
