// SPDX-License-Identifier: Apache-2.0
#include "json/number.hpp"

#include "base/ascii.hpp"
#include "base/hash.hpp"
#include "json/mix.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace shadowdiff::json {

namespace {

/// mantissa * 10^exponent, where the mantissa does not end in 0. Most numbers fit.
struct SmallDecimal {
    std::int64_t mantissa = 0;
    std::int64_t exponent = 0;
    bool operator==(const SmallDecimal&) const = default;
};

constexpr int mantissa_digits_max = 18;
constexpr std::int64_t number_exponent_end = 1'000'000'000;

std::optional<std::int64_t> small_exponent(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    std::int64_t value = 0;
    for (const char digit : text) {
        value = value * 10 + (digit - '0');
        if (value >= number_exponent_end) return std::nullopt;
    }
    return is_negative ? -value : value;
}

std::optional<SmallDecimal> small_decimal(std::string_view number) {
    const bool is_negative = number.starts_with('-');
    std::int64_t mantissa = 0;
    std::int64_t exponent = 0;
    int digits = 0;
    bool is_fraction = false;
    for (std::size_t i = is_negative ? 1 : 0; i < number.size(); ++i) {
        if (ascii::is_digit(number[i])) {
            if (mantissa != 0 && ++digits > mantissa_digits_max - 1) return std::nullopt;
            mantissa = mantissa * 10 + (number[i] - '0');
            if (is_fraction) --exponent;
        } else if (number[i] == '.') {
            is_fraction = true;
        } else {
            const auto written = small_exponent(number.substr(i + 1));
            if (!written) return std::nullopt;
            exponent += *written;
            break;
        }
    }
    if (mantissa == 0) return SmallDecimal{};
    for (; mantissa % 10 == 0; mantissa /= 10) ++exponent;
    if (exponent >= number_exponent_end || exponent <= -number_exponent_end) return std::nullopt;
    return SmallDecimal{is_negative ? -mantissa : mantissa, exponent};
}

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

bool are_one_decimal(std::string_view one, std::string_view other) {
    const auto is_zero = [](std::string_view number) { return number == "0" || number == "-0"; };
    if (is_integer(one) && is_integer(other)) {  // has one spelling, but for 0
        return is_zero(one) && is_zero(other);
    }
    const auto small = small_decimal(one);
    const auto other_small = small_decimal(other);
    if (small && other_small) return small == other_small;
    return canonical_number(one) == canonical_number(other);
}

std::uint64_t hash_number(std::string_view number) {
    auto small = small_decimal(number);
    if (!small) {
        const auto canonical = canonical_number(number);
        small = small_decimal(canonical);
        if (!small) return hash128(canonical).low;
    }
    return mix(static_cast<std::uint64_t>(small->mantissa),
               static_cast<std::uint64_t>(small->exponent));
}

}  // namespace shadowdiff::json
