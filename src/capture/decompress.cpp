// SPDX-License-Identifier: Apache-2.0
#include "capture/decompress.hpp"

#include "capture/gunzip.hpp"
#include "capture/unzstd.hpp"

#include <string_view>
#include <utility>

namespace shadowdiff::capture {

using namespace std::string_view_literals;

Compression compression_of(ByteView beginning) {
    const auto begins = [&](std::string_view magic) { return beginning.starts_with(magic); };
    if (begins("\x1f\x8b"sv)) return Compression::gzip;
    if (begins("\x28\xb5\x2f\xfd"sv)) return Compression::zstd;
    // A skippable zstd frame, as programs that compress in parallel begin with (RFC 8878, 3.1.2).
    const bool is_skippable = beginning.size() >= 4 && (beginning[0] & 0xf0) == 0x50 &&
                              beginning.substr(1, 3) == "\x2a\x4d\x18"sv;
    if (is_skippable) return Compression::zstd;
    if (begins("\xfd\x37\x7a\x58"sv)) return Compression::xz;
    if (begins("BZh"sv)) return Compression::bzip2;
    if (begins("\x04\x22\x4d\x18"sv)) return Compression::lz4;
    return Compression::none;
}

const char* name(Compression compression) {
    switch (compression) {
        case Compression::none: break;
        case Compression::gzip: return "gzip";
        case Compression::zstd: return "zstd";
        case Compression::xz: return "xz";
        case Compression::bzip2: return "bzip2";
        case Compression::lz4: return "lz4";
    }
    return "";
}

bool is_unpacked(Compression compression) {
    return compression == Compression::gzip || compression == Compression::zstd;
}

std::unique_ptr<ByteSource> decompress(Compression compression, std::unique_ptr<ByteSource> packed,
                                       Bytes beginning, std::size_t window_bytes_max) {
    PackedBytes bytes{std::move(packed), std::move(beginning)};
    if (compression == Compression::gzip) return make_gunzip(std::move(bytes));
    return make_unzstd(std::move(bytes), window_bytes_max);
}

}  // namespace shadowdiff::capture
