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
    std::uint64_t hash = text.size();
    std::uint64_t word = 0;
    std::size_t at = 0;
    for (; text.size() - at >= sizeof word; at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    std::memcpy(&word, text.data() + at, text.size() - at);
    return mix(hash, word);
}

}  // namespace shadowdiff::json
