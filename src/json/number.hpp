// SPDX-License-Identifier: Apache-2.0
// JSON numbers as exact decimals, at any size.
#pragma once

#include "base/ascii.hpp"
#include "json/same_bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::json {

/// Whether a number is written without a fraction and an exponent: behind its sign or first digit
/// there are digits alone.
inline bool is_integer(std::string_view number) {
    for (std::size_t i = 1; i < number.size(); ++i) {
        if (!ascii::is_digit(number[i])) return false;
    }
    return true;
}

/// Of texts that differ: equal_numbers() but for what most of them are.
bool are_one_decimal(std::string_view one, std::string_view other);

/// True when both number texts (RFC 8259, section 6) denote the same decimal: 1e2 and 100, -0 and
/// 0.
inline bool equal_numbers(std::string_view one, std::string_view other) {
    if (one.size() == other.size()) {
        if (same_bytes(one.data(), other.data(), one.size())) return true;
        if (is_integer(one) && is_integer(other)) return false;  // has one spelling of one length
    }
    return are_one_decimal(one, other);
}

/// One text for all spellings of a decimal: significant digits and exponent ("-12e-1"), or "0".
std::string canonical_number(std::string_view number);

/// The same for all spellings of a decimal.
std::uint64_t hash_number(std::string_view number);

}  // namespace shadowdiff::json
