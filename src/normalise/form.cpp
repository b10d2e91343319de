// SPDX-License-Identifier: Apache-2.0
#include "normalise/form.hpp"

#include "base/ascii.hpp"
#include "base/text_pattern.hpp"
#include "normalise/number_form.hpp"
#include "normalise/time_form.hpp"
#include "routes/identifier.hpp"

#include <algorithm>

namespace shadowdiff::normalise {
namespace {

// Shorter hexadecimal is too easily a word, or a token of a larger alphabet that happened to use
// none of its other letters.
constexpr std::size_t hex_digits_min = 16;
constexpr std::size_t token_length_min = 8;

enum class Class : std::uint8_t { digit, lower, upper, other };

Class character_class(char c) {
    if (ascii::is_digit(c)) return Class::digit;
    if (ascii::is_lower(c)) return Class::lower;
    return ascii::is_upper(c) ? Class::upper : Class::other;
}

bool is_hex(std::string_view text) {
    return text.size() >= hex_digits_min && routes::is_hexadecimal(text) &&
           !routes::is_all_digits(text);
}

// Chance changes between digits, small and capital letters far more often than people do. The
// thresholds lie below what random text of base 36 and base 64 has, and above camelCase words.
bool looks_random(std::string_view text) {
    if (!has_token_alphabet(text)) return false;
    std::size_t pairs = 0;
    std::size_t changes = 0;
    for (std::size_t i = 1; i < text.size(); ++i) {
        const auto before = character_class(text[i - 1]);
        const auto here = character_class(text[i]);
        if (before == Class::other || here == Class::other) continue;
        ++pairs;
        if (before != here) ++changes;
    }
    const auto digits = std::ranges::count_if(text, ascii::is_digit);
    const bool has_both_cases =
        std::ranges::any_of(text, ascii::is_lower) && std::ranges::any_of(text, ascii::is_upper);
    const bool is_short = text.size() < 16;
    if (digits >= 2 && changes * 100 >= pairs * (is_short ? 30 : 25)) return changes > 1;
    return has_both_cases && !is_short && changes * 100 >= pairs * 40;
}

bool is_jwt(std::string_view text) {
    // "eyJ" is {" in base64url: a JOSE header is a JSON object (RFC 7515, section 3.1).
    if (!text.starts_with("eyJ") || std::ranges::count(text, '.') != 2) return false;
    return std::ranges::all_of(
        text, [](char c) { return ascii::is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_traceparent(std::string_view text) {
    return has_pattern(text, "xx-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx-xxxxxxxxxxxxxxxx-xx");
}

std::optional<Form> json_form(std::string_view text) {
    if (text == "null") return Form::null;
    if (text == "true" || text == "false") return Form::boolean;
    if (text.starts_with('{')) return Form::object;
    if (text.starts_with('[')) return Form::array;
    return std::nullopt;
}

Form form_without_prefix(std::string_view text) {
    if (is_integer(text)) return Form::integer;
    if (is_decimal(text)) return Form::decimal;
    if (routes::is_uuid(text)) return Form::uuid;
    if (routes::is_ulid(text)) return Form::ulid;
    if (is_hex(text)) return Form::hex;
    if (routes::is_calendar_date(text)) return Form::date;
    if (date_time_form(text)) return Form::date_time;
    if (is_http_date(text)) return Form::http_date;
    if (is_duration(text)) return Form::duration;
    if (is_jwt(text)) return Form::jwt;
    if (is_traceparent(text)) return Form::traceparent;
    if (text.starts_with("W/\"")) return Form::weak_etag;
    if (text.starts_with("http://") || text.starts_with("https://")) return Form::url;
    return looks_random(text) ? Form::token : Form::text;
}

}  // namespace

bool has_token_alphabet(std::string_view text) {
    return text.size() >= token_length_min && std::ranges::all_of(text, [](char c) {
               return ascii::is_alphanumeric(c) || std::string_view{"_-+/=~.%"}.contains(c);
           });
}

std::optional<Prefixed> split_prefix(std::string_view text) {
    constexpr std::size_t prefix_length_max = 24;
    const auto end = text.find_first_of("_-:/#");
    if (end == std::string_view::npos || end < 2 || end > prefix_length_max) return std::nullopt;
    const auto letters = text.substr(0, end);
    const bool is_one_word = std::ranges::all_of(letters, ascii::is_lower) ||
                             std::ranges::all_of(letters, ascii::is_upper);
    if (!is_one_word) return std::nullopt;

    const auto rest = text.substr(end + 1);
    const Prefixed split{text.substr(0, end + 1), rest, form_without_prefix(rest)};
    switch (split.form) {
        case Form::integer:
            return split.rest.starts_with('-') ? std::nullopt : std::optional{split};
        case Form::uuid:
        case Form::ulid:
        case Form::hex: return split;
        // A random text may itself begin with small letters and a separator; "_" and three letters
        // make that improbable.
        case Form::token: return text[end] == '_' && end >= 3 ? std::optional{split} : std::nullopt;
        default: return std::nullopt;
    }
}

Form form_of(std::string_view text, bool is_bare) {
    if (text.empty()) return Form::empty;
    if (const auto form = is_bare ? json_form(text) : std::nullopt) return *form;
    if (split_prefix(text)) return Form::prefixed;
    return form_without_prefix(text);
}

}  // namespace shadowdiff::normalise
