// SPDX-License-Identifier: Apache-2.0
#include "redact/minted.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <cstddef>

namespace shadowdiff::redact {
namespace {

constexpr std::size_t minted_min = 4;       // a PIN has four
constexpr std::size_t word_max = 24;        // longer are no words
constexpr std::size_t distinctive_min = 8;  // shorter ones stand in other places by chance

bool has_digit(std::string_view text) { return std::ranges::any_of(text, ascii::is_digit); }

// "v2", "v1.0"
bool is_version(std::string_view word) {
    return (word[0] == 'v' || word[0] == 'V') && word.size() > 1 &&
           std::ranges::all_of(word.substr(1),
                               [](char c) { return ascii::is_digit(c) || c == '.'; });
}

}  // namespace

bool looks_minted(std::string_view word) {
    if (word.size() > word_max) return true;
    return word.size() >= minted_min && has_digit(word) && !is_version(word);
}

bool is_distinctive(std::string_view value) {
    return value.size() >= distinctive_min && (has_digit(value) || value.size() > word_max);
}

}  // namespace shadowdiff::redact
