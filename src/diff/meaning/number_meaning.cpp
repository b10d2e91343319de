// SPDX-License-Identifier: Apache-2.0
#include "diff/meaning/meaning.hpp"
#include "json/number.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace shadowdiff::diff {

namespace {

double as_double(std::string_view number) {
    double value = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), value);
    return parsed.ec == std::errc{} ? value : std::nan("");
}

/// How many doubles lie between two of one sign.
std::uint64_t steps_between(double one, double other) {
    const auto first = std::bit_cast<std::uint64_t>(one);
    const auto second = std::bit_cast<std::uint64_t>(other);
    return first > second ? first - second : second - first;
}

/// Ten digits of seconds and thirteen of milliseconds that name one second.
bool is_epoch_in_two_units(std::string_view one, std::string_view other) {
    const bool one_is_seconds = one.size() == 10 && other.size() == 13;
    const bool other_is_seconds = one.size() == 13 && other.size() == 10;
    if (!one_is_seconds && !other_is_seconds) return false;
    if (!json::is_integer(one) || !json::is_integer(other)) return false;
    if (one.starts_with('-') || other.starts_with('-')) return false;
    return one_is_seconds ? other.starts_with(one) : one.starts_with(other);
}

bool has_fraction(std::string_view number) { return number.find('.') != number.npos; }

}  // namespace

Meaning meaning_of_numbers(Meaning found, std::string_view legacy, std::string_view candidate) {
    constexpr std::uint64_t rounding_steps_max = 4;
    constexpr double exact_integers_end = 9007199254740992.0;  // 2^53
    const bool both_integers = json::is_integer(legacy) && json::is_integer(candidate);
    const auto shorter = std::min(legacy.size(), candidate.size());
    const auto longer = std::max(legacy.size(), candidate.size());
    // Neither 0 and -0 nor times in two units: what most numbers are that differ.
    if (both_integers && shorter > 2 && longer < 10) return found;
    if (json::equal_numbers(legacy, candidate)) {
        const bool is_scale = has_fraction(legacy) && has_fraction(candidate);
        return {Kind::representation, Severity::none, is_scale ? Hint::scale : Hint::none};
    }
    if (is_epoch_in_two_units(legacy, candidate)) {
        return {found.kind, Severity::high, Hint::epoch_unit};
    }
    constexpr std::size_t digits_of_exact_integers = 15;
    if (both_integers && longer <= digits_of_exact_integers) return found;
    const auto one = as_double(legacy);
    const auto other = as_double(candidate);
    if (!std::isfinite(one) || !std::isfinite(other)) return found;
    if (std::signbit(one) != std::signbit(other)) return found;
    if (std::abs(one) >= exact_integers_end) {
        if (one != other) return found;
        // An identifier that became its neighbour is another identifier.
        return {found.kind, both_integers ? Severity::high : found.severity, Hint::precision_lost};
    }
    if (both_integers || steps_between(one, other) > rounding_steps_max) return found;
    return {Kind::representation, Severity::none, Hint::rounding};
}

}  // namespace shadowdiff::diff
