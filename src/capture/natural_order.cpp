// SPDX-License-Identifier: Apache-2.0
#include "capture/natural_order.hpp"

#include <algorithm>
#include <compare>

namespace shadowdiff::capture {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes the digits off the front of `text`; without leading zeros.
std::string_view take_number(std::string_view& text) {
    const auto end = std::ranges::find_if_not(text, is_digit);
    std::string_view digits{text.begin(), end};
    text.remove_prefix(digits.size());
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
}

std::strong_ordering compare(std::string_view a, std::string_view b) {
    while (!a.empty() && !b.empty()) {
        std::strong_ordering order = std::strong_ordering::equal;
        if (is_digit(a.front()) && is_digit(b.front())) {
            const auto number_a = take_number(a);
            const auto number_b = take_number(b);
            order = number_a.size() <=> number_b.size();
            if (order == 0) order = number_a <=> number_b;
        } else {
            order = a.front() <=> b.front();
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
        if (order != 0) return order;
    }
    return a.size() <=> b.size();
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
    const auto order = compare(a, b);
    return order == 0 ? a < b : order < 0;
}

}  // namespace shadowdiff::capture
