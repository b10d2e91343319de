// SPDX-License-Identifier: Apache-2.0
#include "redact/written_value.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::redact {
namespace {

bool takes_the_line(std::string_view name) {
    const auto word = ascii::lower_case(name);
    return word.ends_with("authorization") || word.ends_with("cookie");
}

// A ';' or ',' behind which no further name begins is a letter of the value.
bool is_inside_value(std::string_view text, std::size_t at) {
    auto end = at + 1;
    while (end < text.size() && is_name_letter(text[end])) ++end;
    if (end == at + 1) return false;
    const auto behind = text.substr(end);
    return !behind.starts_with('=') && !behind.starts_with(':') && !behind.starts_with("%3D") &&
           !behind.starts_with("%3d");
}

std::optional<Match> bare_value(std::string_view text, std::size_t begin, std::string_view name) {
    const bool is_line = takes_the_line(name);
    const std::string_view stops = is_line ? "\r\n\"'<>" : " \t\r\n&\"'<>)}]\\";
    auto end = begin;
    // An escaped ampersand ends a parameter inside a URL that is itself a parameter.
    while (end < text.size() && !stops.contains(text[end]) &&
           !text.substr(end).starts_with("%26")) {
        const bool may_part = !is_line && (text[end] == ';' || text[end] == ',');
        if (may_part && !is_inside_value(text, end)) break;
        ++end;
    }
    return matched(text, begin, end);
}

}  // namespace

bool is_name_letter(char c) {
    return ascii::is_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '$';
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
    constexpr std::size_t spaces_max = 16;
    const auto end = std::min(text.size(), at + spaces_max);
    while (at < end && std::string_view{" \t\r\n"}.contains(text[at])) ++at;
    return at;
}

bool is_secret_name(std::string_view name, const Names& names) {
    const auto dot = name.find_last_of(".$");
    return names.is_secret_word(name) ||
           (dot != std::string_view::npos && names.is_secret_word(name.substr(dot + 1)));
}

std::string_view quote_at(std::string_view text, std::size_t at) {
    constexpr std::size_t backslashes_max = 7;
    auto end = at;
    while (end < text.size() && end - at < backslashes_max && text[end] == '\\') ++end;
    if (end == text.size() || (text[end] != '"' && text[end] != '\'')) return {};
    return text.substr(at, end - at + 1);
}

std::size_t closing_quote(std::string_view text, std::size_t at, std::string_view quote) {
    if (quote.size() > 1) return std::min(text.find(quote, at), text.size());
    for (; at < text.size() && text[at] != quote[0]; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at, text.size());
}

std::optional<Match> matched(std::string_view text, std::size_t begin, std::size_t end) {
    const auto value = text.substr(begin, end - begin);
    static constexpr std::array literals = {std::string_view{"null"}, std::string_view{"true"},
                                            std::string_view{"false"},
                                            std::string_view{"undefined"}};
    if (value.empty() || is_redacted(value)) return std::nullopt;
    if (std::ranges::find(literals, value) != literals.end()) return std::nullopt;
    return Match{begin, end, std::string{value}};
}

std::optional<Match> value_at(std::string_view text, std::size_t at, std::string_view name,
                              bool name_was_quoted) {
    at = skip_spaces(text, at);
    if (at == text.size()) return std::nullopt;
    if (const auto quote = quote_at(text, at); !quote.empty()) {
        const auto begin = at + quote.size();
        return matched(text, begin, closing_quote(text, begin, quote));
    }
    if (text[at] == '{' || text[at] == '[') {
        return name_was_quoted ? matched(text, at, text.size()) : std::nullopt;
    }
    return bare_value(text, at, name);
}

}  // namespace shadowdiff::redact
