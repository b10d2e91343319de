// SPDX-License-Identifier: Apache-2.0
// The deflate family: gzip (RFC 1952), zlib (RFC 1950) and raw deflate (RFC 1951).
#pragma once

#include "base/limits.hpp"
#include "content/decode.hpp"

#include <expected>

namespace shadowdiff::content {

/// One or more members, and nothing behind them.
std::expected<Bytes, Undecodable> gunzip(ByteView body, const ContentLimits& limits);

/// With the zlib wrapper, or raw as some servers send it against RFC 9110, section 8.4.1.2.
std::expected<Bytes, Undecodable> inflate_deflate(ByteView body, const ContentLimits& limits);

}  // namespace shadowdiff::content
