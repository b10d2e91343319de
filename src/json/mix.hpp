// SPDX-License-Identifier: Apache-2.0
// Hashes for tables of one comparison: of short texts, and of two hashes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace shadowdiff::json {

/// Depends on the order of its arguments; every bit of both reaches every bit of the result.
inline std::uint64_t mix(std::uint64_t one, std::uint64_t other) {
    auto value = one * 0x9e3779b97f4a7c15U + other;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
    return value ^ (value >> 31);
}

/// Quick for names and the like.
inline std::uint64_t hash_text(std::string_view text) {
    const auto size = text.size();
    const auto word_at = [&]<class Word>(std::size_t at, Word word) -> std::uint64_t {
        std::memcpy(&word, text.data() + at, sizeof word);
        return word;
    };
    // Two words that may overlap.
    const auto ends = [&]<class Word>(Word zero) {
        return word_at(0, zero) << 32 | word_at(size - sizeof zero, zero);
    };
    if (size >= 8) {
        std::uint64_t hash = size;
        for (std::size_t at = 0; at + 8 < size; at += 8) {
            hash = mix(hash, word_at(at, std::uint64_t{}));
        }
        return mix(hash, word_at(size - 8, std::uint64_t{}));
    }
    if (size >= 4) return mix(size, ends(std::uint32_t{}));
    if (size >= 2) return mix(size, ends(std::uint16_t{}));
    return mix(size, size == 0 ? 0 : word_at(0, std::uint8_t{}));
}

}  // namespace shadowdiff::json
