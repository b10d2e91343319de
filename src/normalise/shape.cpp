// SPDX-License-Identifier: Apache-2.0
#include "normalise/shape.hpp"

#include "base/ascii.hpp"
#include "base/text_pattern.hpp"
#include "normalise/form.hpp"
#include "normalise/jwt_form.hpp"
#include "normalise/number_form.hpp"
#include "normalise/time_form.hpp"
#include "normalise/url_form.hpp"
#include "routes/identifier.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace shadowdiff::normalise {
namespace {

// The ASCII escapes that some JSON writers use in tokens and dates: \/ and \u002B. Others stay.
std::string without_ascii_escapes(std::string_view text) {
    std::string plain;
    while (!text.empty()) {
        std::size_t taken = 1;
        char c = text[0];
        unsigned code = 0;
        if (text.starts_with("\\/") || text.starts_with("\\\"")) {
            c = text[1];
            taken = 2;
        } else if (text.size() >= 6 && has_pattern(text.substr(0, 6), "\\uxxxx") &&
                   std::from_chars(&text[2], &text[2] + 4, code, 16).ec == std::errc{} &&
                   code >= 0x20 && code < 0x7F) {
            c = static_cast<char>(code);
            taken = 6;
        }
        plain += c;
        text.remove_prefix(taken);
    }
    return plain;
}

struct Value {
    bool is_quoted;
    std::string text;
};

Value unquoted(std::string_view text) {
    if (!text.starts_with('"')) return {false, std::string{text}};
    text.remove_prefix(1);
    if (text.ends_with('"')) text.remove_suffix(1);
    return {true, without_ascii_escapes(text)};
}

bool similar_length(std::size_t one, std::size_t other) {
    const auto [shorter, longer] = std::minmax(one, other);
    // A fixed count of bytes encodes to a fixed length, give or take padding; a longer token seals
    // some content, whose length varies.
    constexpr std::size_t sealed_length_min = 64;
    if (shorter >= sealed_length_min) return longer <= 2 * shorter;
    return longer - shorter <= 2 + longer / 16;
}

bool is_token_or_could_be(Form form, std::string_view text) {
    if (form == Form::token || form == Form::text) return true;
    if (form != Form::prefixed) return false;
    return split_prefix(text)->form == Form::token;
}

// Pairs of unlike forms that chance alone explains.
bool same_by_chance(Form form, std::string_view one, Form other_form, std::string_view other) {
    constexpr std::size_t digits_min = 8;
    if (one.size() == other.size() && one.size() >= digits_min && routes::is_hexadecimal(one) &&
        routes::is_hexadecimal(other)) {
        return true;
    }
    return is_token_or_could_be(form, one) && is_token_or_could_be(other_form, other) &&
           has_token_alphabet(one) && has_token_alphabet(other) &&
           similar_length(one.size(), other.size());
}

bool same_uuid_kind(std::string_view one, std::string_view other) {
    // The version's digit, and the variant in the top bits of the ninth octet (RFC 9562, 4.1, 4.2).
    const auto variant = [](std::string_view uuid) {
        return std::string_view{"89abAB"}.contains(uuid[19]);
    };
    return ascii::to_lower(one[14]) == ascii::to_lower(other[14]) && variant(one) == variant(other);
}

bool is_empty_container(std::string_view text) {
    return ascii::trimmed(text.substr(1)).find_first_of("}]") == 0;
}

bool same_in_form(Form form, std::string_view one, std::string_view other);

bool same_prefixed(std::string_view one_text, std::string_view other_text) {
    const auto one = *split_prefix(one_text);
    const auto other = *split_prefix(other_text);
    if (one.prefix != other.prefix) return false;
    return one.form == other.form ? same_in_form(one.form, one.rest, other.rest)
                                  : same_by_chance(one.form, one.rest, other.form, other.rest);
}

bool same_in_form(Form form, std::string_view one, std::string_view other) {
    switch (form) {
        case Form::object:
        case Form::array: return is_empty_container(one) == is_empty_container(other);
        case Form::integer:
        case Form::decimal: return same_number_shape(one, other);
        case Form::uuid: return same_uuid_kind(one, other);
        case Form::ulid:
            return std::ranges::any_of(one, ascii::is_lower) ==
                   std::ranges::any_of(other, ascii::is_lower);
        case Form::hex: return one.size() == other.size();
        case Form::date_time: return date_time_form(one) == date_time_form(other);
        case Form::token: return similar_length(one.size(), other.size());
        case Form::prefixed: return same_prefixed(one, other);
        case Form::empty:
        case Form::null:
        case Form::boolean:
        case Form::date:
        case Form::http_date:
        case Form::duration:
        case Form::traceparent:
        case Form::weak_etag:
        case Form::text: return true;
        case Form::jwt: return same_jwt_form(one, other);
        case Form::url: return same_url_form(one, other);
    }
    return false;
}

bool is_number(Form form) { return form == Form::integer || form == Form::decimal; }

bool is_random(Form form) {
    return form == Form::uuid || form == Form::ulid || form == Form::hex || form == Form::jwt ||
           form == Form::traceparent || form == Form::token;
}

bool is_entity_tag(std::string_view text) {
    if (text.starts_with("W/")) text.remove_prefix(2);
    return text.size() >= 2 && text.starts_with('"') && text.ends_with('"');
}

}  // namespace

bool same_shape(std::string_view one_text, std::string_view other_text) {
    const auto one = unquoted(one_text);
    const auto other = unquoted(other_text);
    if (one.is_quoted != other.is_quoted) return false;
    const auto form = form_of(one.text, !one.is_quoted);
    const auto other_form = form_of(other.text, !other.is_quoted);
    if (form == other_form) return same_in_form(form, one.text, other.text);
    // A JSON number may lose its fraction when that is zero; a string that shows one may not.
    if (!one.is_quoted && is_number(form) && is_number(other_form)) {
        return same_number_shape(one.text, other.text);
    }
    return same_by_chance(form, one.text, other_form, other.text);
}

bool same_field_shape(std::string_view name, std::string_view one, std::string_view other) {
    static constexpr std::array presence_only = {
        std::string_view{"server-timing"}, std::string_view{"tracestate"},
        std::string_view{"x-cache"},       std::string_view{"x-served-by"},
        std::string_view{"x-timer"},       std::string_view{"x-cache-hits"}};
    if (one.empty() || other.empty()) return one.empty() == other.empty();
    if (name == "etag" && is_entity_tag(one) && is_entity_tag(other)) {
        return one.starts_with("W/") == other.starts_with("W/");
    }
    return std::ranges::find(presence_only, name) != presence_only.end() || same_shape(one, other);
}

bool looks_minted(std::string_view text) {
    const auto value = unquoted(text);
    const auto form = form_of(value.text, !value.is_quoted);
    if (form != Form::prefixed) return is_random(form);
    return is_random(split_prefix(value.text)->form);
}

}  // namespace shadowdiff::normalise
