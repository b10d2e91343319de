// SPDX-License-Identifier: Apache-2.0
#include "redact/octets.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>

namespace shadowdiff::redact {
namespace {

constexpr std::string_view digits = "0123456789";

/// Behind "24 bytes, from 3:"; 0 where the text begins otherwise.
std::size_t octets_begin(std::string_view text) {
    constexpr std::string_view words = " bytes, from ";
    const auto length_end = std::min(text.find_first_not_of(digits), text.size());
    if (length_end == 0 || !text.substr(length_end).starts_with(words)) return 0;
    const auto offset_begin = length_end + words.size();
    const auto offset_end = std::min(text.find_first_not_of(digits, offset_begin), text.size());
    const bool is_octets = offset_end > offset_begin && text.substr(offset_end).starts_with(':');
    return is_octets ? offset_end + 1 : 0;
}

/// Of " 73 6b 5f": those of UTF-16 stand between octets that are 0.
bool spells_characters(std::string_view hexadecimal) {
    constexpr std::size_t shown_max = 3;
    std::size_t run = 0;
    for (std::size_t at = 0; at + 3 <= hexadecimal.size(); at += 3) {
        int octet = 0;
        const auto* begin = hexadecimal.data() + at + 1;
        std::from_chars(begin, begin + 2, octet, 16);
        if (octet == 0) continue;
        run = octet > 0x20 && octet < 0x7f ? run + 1 : 0;
        if (run > shown_max) return true;
    }
    return false;
}

}  // namespace

std::string redact_octets(std::string_view excerpt, const Digester& digester) {
    const auto begin = octets_begin(excerpt);
    const auto octets = excerpt.substr(begin);
    if (begin == 0 || !spells_characters(octets)) return std::string{excerpt};
    return std::string{excerpt.substr(0, begin)} + " " + digester(octets);
}

}  // namespace shadowdiff::redact
