// SPDX-License-Identifier: Apache-2.0
#include "normalise/time_form.hpp"

#include "base/ascii.hpp"
#include "base/text_pattern.hpp"

#include <algorithm>

namespace shadowdiff::normalise {
namespace {

std::size_t digits_at_front(std::string_view text) {
    return std::min(text.find_first_not_of("0123456789"), text.size());
}

// "" when the text is no offset; the form otherwise.
std::string offset_form(std::string_view text) {
    if (text == "Z" || text == "z") return "Z";
    if (!text.starts_with('+') && !text.starts_with('-')) return "";
    const auto amount = text.substr(1);
    const bool is_offset =
        has_pattern(amount, "dd:dd") || has_pattern(amount, "dddd") || has_pattern(amount, "dd");
    if (!is_offset) return "";
    // Local time where there was UTC is a change of form; one zone for another is a change of
    // value.
    const bool is_zero = amount.find_first_not_of("0:") == std::string_view::npos;
    return std::string{is_zero ? "zero" : "zone"} + (amount.contains(':') ? ":" : "");
}

std::string_view precision_of(std::size_t fraction_digits) {
    if (fraction_digits <= 3) return "milli";
    return fraction_digits <= 6 ? "micro" : "nano";
}

std::string_view unit_at_front(std::string_view text) {
    // Longer units first, so that "ms" is not read as "m".
    static constexpr std::string_view units[] = {
        "seconds", "second", "minutes", "minute", "hours", "hour", "days", "day",
        "secs",    "sec",    "mins",    "min",    "msec",  "µs",   "μs",   "ns",
        "us",      "ms",     "s",       "m",      "h",     "d"};
    const auto* found =
        std::ranges::find_if(units, [&](std::string_view unit) { return text.starts_with(unit); });
    return found == std::end(units) ? std::string_view{} : *found;
}

bool is_iso_duration(std::string_view text) {
    return text.size() > 2 && text.starts_with('P') &&
           text.find_first_not_of("0123456789.,YMWDTHS", 1) == std::string_view::npos &&
           std::ranges::any_of(text, ascii::is_digit) && !ascii::is_digit(text.back());
}

}  // namespace

std::optional<std::string> date_time_form(std::string_view text) {
    constexpr std::size_t minutes_length = 16;
    constexpr std::size_t longest = 40;
    if (text.size() < minutes_length || text.size() > longest) return std::nullopt;
    if (!has_pattern(text.substr(0, minutes_length), "dddd-dd-dd?dd:dd")) return std::nullopt;
    if (text[10] != 'T' && text[10] != 't' && text[10] != ' ') return std::nullopt;

    std::string form{text[10]};
    text.remove_prefix(minutes_length);
    if (text.size() >= 3 && has_pattern(text.substr(0, 3), ":dd")) {
        form += "second";
        text.remove_prefix(3);
        if (text.starts_with('.') || text.starts_with(',')) {
            const auto digits = digits_at_front(text.substr(1));
            if (digits == 0) return std::nullopt;
            form += text[0];
            form += precision_of(digits);
            text.remove_prefix(1 + digits);
        }
    }
    if (text.empty()) return form;
    const auto offset = offset_form(text);
    if (offset.empty()) return std::nullopt;
    return form + offset;
}

bool is_http_date(std::string_view text) {
    return has_pattern(text, "???, dd ??? dddd dd:dd:dd GMT");
}

bool is_duration(std::string_view text) {
    if (is_iso_duration(text)) return true;
    if (text.empty()) return false;
    while (!text.empty()) {
        const auto whole = digits_at_front(text);
        if (whole == 0) return false;
        text.remove_prefix(whole);
        if (text.starts_with('.')) text.remove_prefix(1 + digits_at_front(text.substr(1)));
        if (text.starts_with(' ')) text.remove_prefix(1);
        const auto unit = unit_at_front(text);
        if (unit.empty()) return false;
        text.remove_prefix(unit.size());
        if (text.starts_with(' ')) text.remove_prefix(1);
    }
    return true;
}

}  // namespace shadowdiff::normalise
