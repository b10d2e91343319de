// SPDX-License-Identifier: Apache-2.0
// Content codings (RFC 9110, section 8.4.1): gzip, deflate, br and zstd, with bounds
// against bombs.
#pragma once

#include "base/bytes.hpp"
#include "base/limits.hpp"

#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace shadowdiff::content {

struct Undecodable {
    std::string
        why;  // "gzip: checksum mismatch", "unknown coding compress", "decodes to more than 16 MiB"
    bool is_too_long = false;  // nothing is wrong with it but limits.decoded_bytes_max
    bool operator==(const Undecodable&) const = default;
};

/// Undoes `codings`, given in the order in which they were applied. "identity" and none give the
/// bytes back; x-gzip is gzip; several gzip members, or zstd frames, are one body.
std::expected<Bytes, Undecodable> decode(ByteView body, std::span<const std::string_view> codings,
                                         const ContentLimits& limits = {});

}  // namespace shadowdiff::content
