// SPDX-License-Identifier: Apache-2.0
// Bytes packed with gzip and zstd.
#pragma once

#include "base/bytes.hpp"

#include <zlib.h>
#include <zstd.h>

#include <stdexcept>

namespace shadowdiff::test {

inline Bytes gzip(ByteView bytes) {
    z_stream stream{};
    if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error{"no deflate"};
    }
    Bytes packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

/// `window_log`: the window that whoever unpacks must have, 0 for the usual one.
inline Bytes zstd(ByteView bytes, int window_log = 0) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    if (window_log > 0) {
        ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
        ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
    }
    Bytes packed(ZSTD_compressBound(bytes.size()), '\0');
    ZSTD_outBuffer out{packed.data(), packed.size(), 0};
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    // In two steps: what is given at once is known to need no large window.
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_continue);
    ZSTD_compressStream2(context, &out, &in, ZSTD_e_end);
    packed.resize(out.pos);
    ZSTD_freeCCtx(context);
    return packed;
}

}  // namespace shadowdiff::test
