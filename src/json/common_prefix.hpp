// SPDX-License-Identifier: Apache-2.0
// How far two texts agree, many bytes at once.
#pragma once

#include "base/bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace shadowdiff::json {

/// The number of bytes at the heads of both that are equal.
inline std::size_t common_prefix(ByteView one, ByteView other) {
    const auto size = std::min(one.size(), other.size());
    const auto word = [](const char* from) {
        std::uint64_t value = 0;
        std::memcpy(&value, from, sizeof value);
        return value;
    };
    constexpr std::size_t step = 4 * sizeof(std::uint64_t);
    std::size_t at = 0;
    for (; size - at >= step; at += step) {
        const auto* a = one.data() + at;
        const auto* b = other.data() + at;
        const auto differs = (word(a) ^ word(b)) | (word(a + 8) ^ word(b + 8)) |
                             (word(a + 16) ^ word(b + 16)) | (word(a + 24) ^ word(b + 24));
        if (differs != 0) break;
    }
    if constexpr (std::endian::native == std::endian::little) {
        for (; size - at >= sizeof(std::uint64_t); at += sizeof(std::uint64_t)) {
            const auto differs = word(one.data() + at) ^ word(other.data() + at);
            if (differs != 0) return at + static_cast<std::size_t>(std::countr_zero(differs)) / 8;
        }
    }
    while (at < size && one[at] == other[at]) ++at;
    return at;
}

}  // namespace shadowdiff::json
