// SPDX-License-Identifier: Apache-2.0
// Zstandard (RFC 8878) as a source of octets: any number of frames, nothing else behind them.
#pragma once

#include "capture/byte_source.hpp"
#include "capture/packed_bytes.hpp"

#include <memory>

namespace shadowdiff::capture {

std::unique_ptr<ByteSource> make_unzstd(PackedBytes packed);

}  // namespace shadowdiff::capture
