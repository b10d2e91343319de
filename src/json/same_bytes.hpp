// SPDX-License-Identifier: Apache-2.0
// memcmp for short texts, in place of a call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace shadowdiff::json {

inline bool same_bytes(const char* one, const char* other, std::size_t length) {
    const auto word = []<class Word>(const char* from, Word value) {
        std::memcpy(&value, from, sizeof value);
        return value;
    };
    // Two words that may overlap.
    const auto same_ends = [&]<class Word>(Word zero) {
        const auto last = length - sizeof zero;
        return ((word(one, zero) ^ word(other, zero)) |
                (word(one + last, zero) ^ word(other + last, zero))) == 0;
    };
    if (length <= 16) {
        if (length >= 8) return same_ends(std::uint64_t{});
        if (length >= 4) return same_ends(std::uint32_t{});
        if (length == 0) return true;
        const auto middle = length / 2;
        const auto last = length - 1;
        return ((one[0] ^ other[0]) | (one[middle] ^ other[middle]) | (one[last] ^ other[last])) ==
               0;
    }
    return std::memcmp(one, other, length) == 0;
}

}  // namespace shadowdiff::json
