// SPDX-License-Identifier: Apache-2.0
// What a coded body may decode to: so many bytes, so many times its size.
#pragma once

#include "base/limits.hpp"
#include "content/decode.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace shadowdiff::content {

class OutputBounds {
public:
    explicit OutputBounds(const ContentLimits& limits) : limits_{limits} {}

    /// So many bytes more were decoded. `coded_bytes`: of the body as far as it is known.
    /// Why no more may be, or nothing.
    std::optional<Undecodable> add(std::size_t decoded_bytes, std::uint64_t coded_bytes);
    /// The same for brotli and zstd, which have no greatest ratio: a megabyte of one letter is
    /// thirty bytes, and harmless. So the ratio only counts beyond one.
    std::optional<Undecodable> add_unlimited_ratio(std::size_t decoded_bytes,
                                                   std::uint64_t coded_bytes);

private:
    std::optional<Undecodable> check(std::uint64_t coded_bytes, std::uint64_t free_bytes) const;

    ContentLimits limits_;
    std::uint64_t decoded_bytes_ = 0;
};

}  // namespace shadowdiff::content
