// SPDX-License-Identifier: Apache-2.0
// Texts of a fixed form: dates, identifiers.
#pragma once

#include "base/ascii.hpp"

#include <algorithm>
#include <string_view>

namespace shadowdiff {

/// 'd' stands for a digit, 'x' for a hexadecimal digit, '?' for any character, all else for itself.
constexpr bool has_pattern(std::string_view text, std::string_view pattern) {
    const auto fits = [](char c, char wanted) {
        switch (wanted) {
            case 'd': return ascii::is_digit(c);
            case 'x': return ascii::is_hex_digit(c);
            case '?': return true;
            default: return c == wanted;
        }
    };
    return std::ranges::equal(text, pattern, fits);
}

}  // namespace shadowdiff
