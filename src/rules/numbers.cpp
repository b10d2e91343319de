// SPDX-License-Identifier: Apache-2.0
#include "rules/numbers.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>

namespace shadowdiff::rules {

namespace {

using boost::multiprecision::cpp_int;
using json::Decimal;

/// The number in units of 10^exponent, which is none of its digits'.
cpp_int in_units(const Decimal& number, std::int64_t exponent) {
    if (number.is_zero()) return 0;
    const auto zeros = static_cast<std::size_t>(number.exponent - exponent);
    cpp_int units{number.digits + std::string(zeros, '0')};
    return number.is_negative ? cpp_int{-units} : units;
}

Decimal to_decimal(const cpp_int& units, std::int64_t exponent) {
    return json::to_decimal(units.str() + "e" + std::to_string(exponent));
}

/// Adds one to the last digit.
void increment(std::string& digits) {
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        if (*digit != '9') {
            ++*digit;
            return;
        }
        *digit = '0';
    }
    digits.insert(digits.begin(), '1');
}

}  // namespace

bool are_equal(const Decimal& one, const Decimal& other) { return json::compare(one, other) == 0; }

bool is_within(const Tolerance& tolerance, std::string_view legacy, std::string_view candidate,
               std::size_t digits_max) {
    const auto one = json::to_decimal(legacy);
    const auto other = json::to_decimal(candidate);
    if (are_equal(one, other)) return true;
    const auto exponent = one.is_zero()     ? other.exponent
                          : other.is_zero() ? one.exponent
                                            : std::min(one.exponent, other.exponent);
    const auto digits = [&](const Decimal& number) {
        return number.is_zero() ? 0 : number.magnitude() - exponent;
    };
    const auto most = std::max(digits(one), digits(other));
    if (most > static_cast<std::int64_t>(digits_max)) return false;

    const auto a = in_units(one, exponent);
    const auto b = in_units(other, exponent);
    const auto distance = to_decimal(abs(cpp_int{a - b}), exponent);
    if (json::compare(distance, tolerance.absolute) <= 0) return true;
    if (tolerance.relative.is_zero()) return false;
    const auto greater = std::max(cpp_int{abs(a)}, cpp_int{abs(b)});
    const auto allowed = to_decimal(greater * cpp_int{tolerance.relative.digits},
                                    exponent + tolerance.relative.exponent);
    return json::compare(distance, allowed) <= 0;
}

Decimal rounded(std::string_view number, int places) {
    auto decimal = json::to_decimal(number);
    const auto cut = -places - decimal.exponent;
    if (cut <= 0) return decimal;
    const auto length = static_cast<std::int64_t>(decimal.digits.size());
    if (cut > length) return {};
    const auto kept = static_cast<std::size_t>(length - cut);
    const bool is_up = decimal.digits[kept] >= '5';
    decimal.digits.resize(kept);
    if (is_up) increment(decimal.digits);
    if (decimal.digits.empty()) return {};
    const auto sign = decimal.is_negative ? "-" : "";
    return json::to_decimal(sign + decimal.digits + "e" + std::to_string(-places));
}

}  // namespace shadowdiff::rules
