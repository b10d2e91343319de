// SPDX-License-Identifier: Apache-2.0
#include "normalise/number_form.hpp"

#include "base/ascii.hpp"
#include "routes/identifier.hpp"

#include <algorithm>

namespace shadowdiff::normalise {
namespace {

std::string_view without_sign(std::string_view text) {
    return text.starts_with('-') ? text.substr(1) : text;
}

std::string_view leading_digits(std::string_view text) {
    return text.substr(0, std::min(text.find_first_not_of("0123456789"), text.size()));
}

bool is_padded(std::string_view text) {
    return text.size() > 1 && text[0] == '0' && ascii::is_digit(text[1]);
}

}  // namespace

// Ten digits of seconds that begin with 1 or 2.
Epoch epoch_of(std::string_view text) {
    if (!text.starts_with('1') && !text.starts_with('2')) return Epoch::none;
    switch (leading_digits(text).size()) {
        case 10: return Epoch::seconds;
        case 13: return Epoch::milliseconds;
        case 16: return Epoch::microseconds;
        default: return Epoch::none;
    }
}

bool is_integer(std::string_view text) { return routes::is_all_digits(without_sign(text)); }

bool is_decimal(std::string_view text) {
    text = without_sign(text);
    const auto whole = leading_digits(text);
    text.remove_prefix(whole.size());
    if (whole.empty() || text.empty()) return false;
    if (text.starts_with('.')) {
        const auto fraction = leading_digits(text.substr(1));
        if (fraction.empty()) return false;
        text.remove_prefix(1 + fraction.size());
    }
    if (text.empty()) return true;
    if (text[0] != 'e' && text[0] != 'E') return false;
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    return routes::is_all_digits(text);
}

bool same_number_shape(std::string_view one, std::string_view other) {
    constexpr std::size_t small_digits_max = 5;  // no epoch is that small, few counters reach one
    if (is_padded(one) || is_padded(other)) return one.size() == other.size();
    const auto epoch = epoch_of(one);
    const auto other_epoch = epoch_of(other);
    if (epoch != Epoch::none && other_epoch != Epoch::none) {
        return epoch == other_epoch && is_integer(one) == is_integer(other);
    }
    if (epoch == other_epoch) return true;
    const auto plain = without_sign(epoch == Epoch::none ? one : other);
    return leading_digits(plain).size() > small_digits_max;
}

}  // namespace shadowdiff::normalise
