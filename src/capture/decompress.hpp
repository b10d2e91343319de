// SPDX-License-Identifier: Apache-2.0
// Compressed savefiles, recognised by how they begin, not by their names; unpacked as they are
// read.
#pragma once

#include "base/bytes.hpp"
#include "capture/byte_source.hpp"

#include <cstdint>
#include <memory>

namespace shadowdiff::capture {

enum class Compression : std::uint8_t { none, gzip, zstd, xz, bzip2, lz4 };

/// From the first four octets of a file.
Compression compression_of(ByteView beginning);

/// "gzip": also the name of the tool.
const char* name(Compression compression);

/// True for those that decompress() knows.
bool is_unpacked(Compression compression);

/// What `packed` holds, which goes on behind `beginning`. Several gzip members or zstd frames are
/// one file. Memory is bounded: a zstd frame that needs a window over `window_bytes_max` (rounded
/// down to a power of two, 64 KiB at least) is refused.
std::unique_ptr<ByteSource> decompress(Compression compression, std::unique_ptr<ByteSource> packed,
                                       Bytes beginning, std::size_t window_bytes_max);

}  // namespace shadowdiff::capture
