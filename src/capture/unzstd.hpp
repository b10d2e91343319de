// SPDX-License-Identifier: Apache-2.0
// Zstandard (RFC 8878) as a source of octets: any number of frames, nothing else behind them.
#pragma once

#include "capture/byte_source.hpp"
#include "capture/packed_bytes.hpp"

#include <cstddef>
#include <memory>

namespace shadowdiff::capture {

/// A frame that needs a larger window is refused.
std::unique_ptr<ByteSource> make_unzstd(PackedBytes packed, std::size_t window_bytes_max);

}  // namespace shadowdiff::capture
