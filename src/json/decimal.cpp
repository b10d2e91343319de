// SPDX-License-Identifier: Apache-2.0
#include "json/decimal.hpp"

#include "json/number.hpp"

#include <charconv>

namespace shadowdiff::json {

namespace {

constexpr std::int64_t exponent_max = 100'000'000'000'000'000;

std::int64_t clamped(std::string_view exponent) {
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(exponent.data(), exponent.data() + exponent.size(), value);
    if (error == std::errc{} && value < exponent_max && value > -exponent_max) return value;
    return exponent.starts_with('-') ? -exponent_max : exponent_max;
}

std::weak_ordering compare_magnitudes(const Decimal& one, const Decimal& other) {
    if (one.magnitude() != other.magnitude()) return one.magnitude() <=> other.magnitude();
    return one.digits <=> other.digits;  // without zeros behind, the longer one is the greater
}

}  // namespace

Decimal to_decimal(std::string_view number) {
    const auto canonical = canonical_number(number);  // "-12e-1", or "0"
    std::string_view rest{canonical};
    if (rest == "0") return {};
    Decimal decimal;
    decimal.is_negative = rest.starts_with('-');
    if (decimal.is_negative) rest.remove_prefix(1);
    const auto mark = rest.find('e');
    decimal.digits = rest.substr(0, mark);
    decimal.exponent = clamped(rest.substr(mark + 1));
    return decimal;
}

std::weak_ordering compare(const Decimal& one, const Decimal& other) {
    const auto sign = [](const Decimal& decimal) {
        return decimal.is_zero() ? 0 : decimal.is_negative ? -1 : 1;
    };
    if (sign(one) != sign(other)) return sign(one) <=> sign(other);
    if (sign(one) == 0) return std::weak_ordering::equivalent;
    return one.is_negative ? compare_magnitudes(other, one) : compare_magnitudes(one, other);
}

}  // namespace shadowdiff::json
