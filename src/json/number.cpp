// SPDX-License-Identifier: Apache-2.0
#include "json/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace shadowdiff::json {

namespace {

/// A number text, taken apart: sign, whole.fraction, ten to the exponent.
struct Parts {
    bool negative = false;
    std::string_view whole;
    std::string_view fraction;
    bool exponent_negative = false;
    std::string_view exponent;  // its digits without leading zeros; "" is 0
};

std::string_view without_leading_zeros(std::string_view digits) {
    return digits.substr(std::min(digits.find_first_not_of('0'), digits.size()));
}

Parts take_apart(std::string_view number) {
    Parts parts;
    if (number.starts_with('-')) {
        parts.negative = true;
        number.remove_prefix(1);
    }
    const auto mark = number.find_first_of("eE");
    if (mark != std::string_view::npos) {
        auto exponent = number.substr(mark + 1);
        parts.exponent_negative = exponent.starts_with('-');
        if (exponent.starts_with('-') || exponent.starts_with('+')) exponent.remove_prefix(1);
        parts.exponent = without_leading_zeros(exponent);
        number = number.substr(0, mark);
    }
    const auto point = number.find('.');
    parts.whole = number.substr(0, point);
    if (point != std::string_view::npos) parts.fraction = number.substr(point + 1);
    return parts;
}

/// `digits` + `small`, where digits are a number far greater than any small one.
std::string add(std::string_view digits, std::int64_t small) {
    std::string sum{digits};
    for (auto digit = sum.rbegin(); digit != sum.rend() && small != 0; ++digit) {
        small += *digit - '0';
        auto rest = small % 10;
        if (rest < 0) rest += 10;
        *digit = static_cast<char>('0' + rest);
        small = (small - rest) / 10;
    }
    if (small != 0) sum.insert(0, std::to_string(small));
    return std::string{without_leading_zeros(sum)};
}

/// The exponent's text after the point has moved by `shift` places: exact, however long it is.
std::string shifted_exponent(const Parts& parts, std::int64_t shift) {
    constexpr std::size_t digits_of_int64 = 18;
    if (parts.exponent.size() <= digits_of_int64) {
        std::int64_t value = 0;
        for (const char digit : parts.exponent) value = value * 10 + (digit - '0');
        return std::to_string((parts.exponent_negative ? -value : value) + shift);
    }
    if (parts.exponent_negative) return "-" + add(parts.exponent, -shift);
    return add(parts.exponent, shift);
}

}  // namespace

std::string canonical_number(std::string_view number) {
    const auto parts = take_apart(number);
    std::string digits;
    digits.reserve(parts.whole.size() + parts.fraction.size());
    digits.append(parts.whole).append(parts.fraction);
    const auto last = digits.find_last_not_of('0');
    if (last == std::string::npos) return "0";
    const auto trailing_zeros = digits.size() - 1 - last;
    const auto shift = static_cast<std::int64_t>(trailing_zeros) -
                       static_cast<std::int64_t>(parts.fraction.size());
    digits.resize(last + 1);
    return fmt::format("{}{}e{}", parts.negative ? "-" : "", without_leading_zeros(digits),
                       shifted_exponent(parts, shift));
}

bool equal_numbers(std::string_view one, std::string_view other) {
    return one == other || canonical_number(one) == canonical_number(other);
}

}  // namespace shadowdiff::json
