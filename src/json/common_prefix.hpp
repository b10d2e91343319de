// SPDX-License-Identifier: Apache-2.0
// How far two texts agree, many bytes at once.
#pragma once

#include "base/bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace shadowdiff::json {

/// The number of bytes at the heads of both that are equal.
inline std::size_t common_prefix(ByteView one, ByteView other) {
    const auto size = std::min(one.size(), other.size());
    std::size_t at = 0;
#ifdef __SSE2__
    // A bit for each byte: where it differs is known without another look.
    const auto equal_bits = [&](std::size_t from) {
        const auto octets = [from](ByteView text) {
            return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + from));
        };
        const auto equal = _mm_cmpeq_epi8(octets(one), octets(other));
        return static_cast<std::uint32_t>(_mm_movemask_epi8(equal));
    };
    constexpr std::size_t step = 2 * sizeof(__m128i);
    for (; size - at >= step; at += step) {
        const auto equal = equal_bits(at) | equal_bits(at + step / 2) << 16;
        if (~equal != 0) return at + static_cast<std::size_t>(std::countr_one(equal));
    }
#endif
    if constexpr (std::endian::native == std::endian::little) {
        const auto word = [at = &at](ByteView text) {
            std::uint64_t value = 0;
            std::memcpy(&value, text.data() + *at, sizeof value);
            return value;
        };
        for (; size - at >= sizeof(std::uint64_t); at += sizeof(std::uint64_t)) {
            const auto differs = word(one) ^ word(other);
            if (differs != 0) return at + static_cast<std::size_t>(std::countr_zero(differs)) / 8;
        }
    }
    while (at < size && one[at] == other[at]) ++at;
    return at;
}

}  // namespace shadowdiff::json
