// SPDX-License-Identifier: Apache-2.0
// gzip (RFC 1952) as a source of octets: any number of members, nothing else behind them.
#pragma once

#include "capture/byte_source.hpp"
#include "capture/packed_bytes.hpp"

#include <memory>

namespace shadowdiff::capture {

std::unique_ptr<ByteSource> make_gunzip(PackedBytes packed);

}  // namespace shadowdiff::capture
