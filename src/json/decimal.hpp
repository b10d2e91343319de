// SPDX-License-Identifier: Apache-2.0
// JSON numbers as sign, digits and exponent: to be ordered, and to be calculated with elsewhere.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::json {

/// digits × 10^exponent.
struct Decimal {
    bool is_negative = false;
    std::string digits;         // without zeros at either end; "" is 0
    std::int64_t exponent = 0;  // beyond ±10^17 it is held to be ±10^17
    bool is_zero() const { return digits.empty(); }
    /// The power of ten behind the first digit: 120 and 999 have 3.
    std::int64_t magnitude() const { return exponent + static_cast<std::int64_t>(digits.size()); }
};

/// Of a number's text (RFC 8259, section 6).
Decimal to_decimal(std::string_view number);

std::weak_ordering compare(const Decimal& one, const Decimal& other);

}  // namespace shadowdiff::json
