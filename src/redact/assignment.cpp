// SPDX-License-Identifier: Apache-2.0
#include "redact/assignment.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::redact {
namespace {

constexpr std::size_t name_max = 64;  // of a longer one its end decides
constexpr std::size_t assignment_spaces_max = 16;
constexpr std::size_t apart_max = 512;  // between a form field's name and its value

bool is_name_letter(char c) {
    return ascii::is_alphanumeric(c) || c == '_' || c == '-' || c == '.' || c == '$';
}

// The run of name letters at `at`, and the name that it ends in.
struct Name {
    std::string_view text;
    std::size_t end;
};

Name name_at(std::string_view text, std::size_t at) {
    auto end = at;
    while (end < text.size() && is_name_letter(text[end])) ++end;
    const bool follows_escape = at > 0 && text[at - 1] == '%' && end - at > 2;
    const auto begin = follows_escape ? at + 2 : at;
    const auto length = std::min(end - begin, name_max);
    return {text.substr(end - length, length), end};
}

// "user.sid": the whole, or its last part.
bool is_secret_name(std::string_view name, const Names& names) {
    const auto dot = name.find_last_of(".$");
    return names.is_secret_word(name) ||
           (dot != std::string_view::npos && names.is_secret_word(name.substr(dot + 1)));
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
    const auto end = std::min(text.size(), at + assignment_spaces_max);
    while (at < end && std::string_view{" \t\r\n"}.contains(text[at])) ++at;
    return at;
}

// A quotation mark, with the backslashes that it has inside another string; "" when there is none.
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

// Behind the separator. An object or array under a quoted name, in JSON that did not parse, is
// replaced to the text's end: where it ends cannot be told.
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

// Attributes of HTML, in any case.
bool names_a_field(std::string_view attribute) {
    const auto word = ascii::lower_case(attribute);
    return word == "name" || word == "id" || word == "property" || word == "itemprop";
}

bool holds_a_value(std::string_view attribute) {
    const auto word = ascii::lower_case(attribute);
    return word == "value" || word == "content";
}

// The value of an attribute, with quotation marks or without; `end` is behind both.
Name attribute_at(std::string_view text, std::size_t at) {
    const auto quote = quote_at(text, at);
    if (quote.empty()) {
        const auto end = std::min(text.find_first_of(" \t\r\n<>&", at), text.size());
        return {text.substr(at, end - at), end};
    }
    const auto begin = at + quote.size();
    const auto end = closing_quote(text, begin, quote);
    return {text.substr(begin, end - begin), std::min(end + quote.size(), text.size())};
}

// name="csrf_token" of an HTML form or a multipart part, whose value stands further on.
std::optional<Match> named_field(std::string_view text, std::size_t at, const Names& names) {
    if (!names.is_secret_field(attribute_at(text, at).text)) return std::nullopt;
    const auto near = text.substr(0, std::min(text.size(), at + apart_max));
    const auto tag_end = near.find('>', at);
    for (auto equals = near.find('=', at); equals < tag_end && equals != std::string_view::npos;
         equals = near.find('=', equals + 1)) {
        const auto before = near.substr(at, equals - at);
        if (holds_a_value(before.substr(before.find_last_of(" \t\r\n\"'/") + 1))) {
            return value_at(text, equals + 1, "", false);
        }
    }
    // <textarea name="secret">…</textarea>
    const auto before = text.substr(at > apart_max ? at - apart_max : 0, std::min(at, apart_max));
    const auto tag_begin = before.find_last_of('<');
    constexpr std::string_view area = "<textarea";
    if (tag_end != std::string_view::npos && tag_begin != std::string_view::npos &&
        ascii::lower_case(before.substr(tag_begin, area.size())) == area) {
        return matched(text, tag_end + 1, std::min(text.find('<', tag_end), text.size()));
    }
    const auto head_end = near.find("\r\n\r\n", at);
    if (head_end == std::string_view::npos || tag_end < head_end) return std::nullopt;
    return matched(text, head_end + 4, std::min(text.find("\r\n--", head_end + 4), text.size()));
}

// value="…" of an HTML form field whose name stands behind it.
std::optional<Match> value_before_name(std::string_view text, std::size_t at, const Names& names) {
    const auto value = attribute_at(text, at);
    auto rest = text.substr(value.end, apart_max);
    rest = rest.substr(0, rest.find_first_of("<>"));
    for (auto equals = rest.find('='); equals != std::string_view::npos;
         equals = rest.find('=', equals + 1)) {
        const auto before = rest.substr(0, equals);
        const auto word = before.substr(before.find_last_of(" \t\r\n\"'/") + 1);
        if (!names_a_field(word)) continue;
        if (!names.is_secret_field(attribute_at(rest, equals + 1).text)) continue;
        const auto begin = static_cast<std::size_t>(value.text.data() - text.data());
        return matched(text, begin, begin + value.text.size());
    }
    return std::nullopt;
}

// The length of the separator at `at`, or 0.
std::size_t separator_length(std::string_view text, std::size_t at, Separators separators) {
    const auto here = text.substr(at);
    if (here.starts_with("==")) return 0;
    if (separators == Separators::all && here.starts_with("=>")) return 2;
    if (here.starts_with('=')) return 1;
    if (here.starts_with("%3D") || here.starts_with("%3d")) return 3;
    return separators == Separators::all && here.starts_with(':') ? 1 : 0;
}

}  // namespace

std::optional<Match> match_assignment(std::string_view text, std::size_t at, const Names& names,
                                      Separators separators) {
    const bool is_run_start =
        is_name_letter(text[at]) && (at == 0 || !is_name_letter(text[at - 1]));
    if (!is_run_start) return std::nullopt;
    const auto [name, name_end] = name_at(text, at);
    if (text.substr(name_end).starts_with('=')) {
        auto field = names_a_field(name)   ? named_field(text, name_end + 1, names)
                     : holds_a_value(name) ? value_before_name(text, name_end + 1, names)
                                           : std::nullopt;
        if (field) return field;
    }
    const auto quote = quote_at(text, name_end);
    const auto separator = skip_spaces(text, name_end + quote.size());
    const auto length = separator_length(text, separator, separators);
    if (length == 0 || !is_secret_name(name, names)) return std::nullopt;
    return value_at(text, separator + length, name, !quote.empty());
}

std::optional<Match> match_element(std::string_view text, std::size_t at, const Names& names) {
    constexpr std::size_t name_bytes_max = 256;  // longer names are content
    constexpr std::string_view cdata = "<![CDATA[";
    const auto before = text.substr(0, at);
    const auto open = before.find_last_of("<>");
    if (open == std::string_view::npos || before[open] != '<' || before.ends_with('/')) {
        return std::nullopt;
    }
    auto name = before.substr(open + 1, name_bytes_max);
    name = name.substr(0, name.find_first_of(" \t\r\n"));
    if (const auto prefix = name.rfind(':'); prefix != std::string_view::npos) {
        name.remove_prefix(prefix + 1);
    }
    if (name.empty() || !is_secret_name(name, names)) return std::nullopt;
    const bool is_cdata = text.substr(at + 1).starts_with(cdata);
    const auto begin = at + 1 + (is_cdata ? cdata.size() : 0);
    return matched(text, begin, std::min(text.find(is_cdata ? "]]>" : "<", begin), text.size()));
}

}  // namespace shadowdiff::redact
