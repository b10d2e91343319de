// SPDX-License-Identifier: Apache-2.0
#include "redact/markup_value.hpp"

#include "base/ascii.hpp"
#include "redact/names.hpp"
#include "redact/written_value.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::redact {
namespace {

constexpr std::size_t apart_max = 512;  // between a form field's name and its value
constexpr std::string_view cdata = "<![CDATA[";

// Attributes of XML and HTML, in any case.
bool names_a_field(std::string_view attribute) {
    const auto word = ascii::lower_case(attribute);
    return word == "name" || word == "id" || word == "key" || word == "property" ||
           word == "itemprop";
}

bool holds_a_value(std::string_view attribute) {
    const auto word = ascii::lower_case(attribute);
    return word == "value" || word == "content";
}

/// name="csrf_token", or type="password".
bool names_a_secret(std::string_view attribute, std::string_view value, const Names& names) {
    if (names_a_field(attribute)) return names.is_secret_field(value);
    return ascii::lower_case(attribute) == "type" && ascii::lower_case(value) == "password";
}

// The value of an attribute, with quotation marks or without; `end` is behind both.
struct Attribute {
    std::string_view text;
    std::size_t end;
};

Attribute attribute_at(std::string_view text, std::size_t at) {
    const auto quote = quote_at(text, at);
    if (quote.empty()) {
        const auto end = std::min(text.find_first_of(" \t\r\n<>&", at), text.size());
        return {text.substr(at, end - at), end};
    }
    const auto begin = at + quote.size();
    const auto end = closing_quote(text, begin, quote);
    return {text.substr(begin, end - begin), std::min(end + quote.size(), text.size())};
}

std::string_view last_word(std::string_view text) {
    return text.substr(text.find_last_of(" \t\r\n\"'/") + 1);
}

/// Elements of HTML that have no text: what stands behind them is somebody else's.
bool is_void(std::string_view name) {
    static constexpr std::array names = {std::string_view{"input"}, std::string_view{"meta"},
                                         std::string_view{"param"}, std::string_view{"img"},
                                         std::string_view{"link"}};
    return std::ranges::find(names, ascii::lower_case(name)) != names.end();
}

/// Behind a start tag, up to the next one; the marks of a CDATA section stay.
std::optional<Match> element_text(std::string_view text, std::size_t begin) {
    const bool is_cdata = text.substr(begin).starts_with(cdata);
    if (is_cdata) begin += cdata.size();
    const auto end = std::min(text.find(is_cdata ? "]]>" : "<", begin), text.size());
    if (ascii::trimmed(text.substr(begin, end - begin)).empty()) return std::nullopt;
    return matched(text, begin, end);
}

/// <textarea name="secret">…</textarea>, <entry key="secret">…</entry>: `at` is inside of the start
/// tag, which ends at `tag_end`.
std::optional<Match> named_element(std::string_view text, std::size_t at, std::size_t tag_end) {
    if (tag_end == std::string_view::npos || text[tag_end - 1] == '/') return std::nullopt;
    const auto before = text.substr(at > apart_max ? at - apart_max : 0, std::min(at, apart_max));
    const auto tag_begin = before.find_last_of("<>");
    if (tag_begin == std::string_view::npos || before[tag_begin] != '<') return std::nullopt;
    const auto tag = before.substr(tag_begin + 1);
    if (is_void(tag.substr(0, tag.find_first_of(" \t\r\n")))) return std::nullopt;
    return element_text(text, tag_end + 1);
}

// What belongs to the attribute whose value stands at `at`.
std::optional<Match> named_field(std::string_view text, std::size_t at) {
    const auto near = text.substr(0, std::min(text.size(), at + apart_max));
    const auto tag_end = near.find('>', at);
    for (auto equals = near.find('=', at); equals < tag_end && equals != std::string_view::npos;
         equals = near.find('=', equals + 1)) {
        if (holds_a_value(last_word(near.substr(at, equals - at)))) {
            return value_at(text, equals + 1, "", false);
        }
    }
    if (auto element = named_element(text, at, tag_end)) return element;
    const auto head_end = near.find("\r\n\r\n", at);
    if (head_end == std::string_view::npos || tag_end < head_end) return std::nullopt;
    return matched(text, head_end + 4, std::min(text.find("\r\n--", head_end + 4), text.size()));
}

// value="…" of a form field whose name stands behind it.
std::optional<Match> value_before_name(std::string_view text, std::size_t at, const Names& names) {
    const auto value = attribute_at(text, at);
    auto rest = text.substr(value.end, apart_max);
    rest = rest.substr(0, rest.find_first_of("<>"));
    for (auto equals = rest.find('='); equals != std::string_view::npos;
         equals = rest.find('=', equals + 1)) {
        const auto word = last_word(rest.substr(0, equals));
        if (!names_a_secret(word, attribute_at(rest, equals + 1).text, names)) continue;
        const auto begin = static_cast<std::size_t>(value.text.data() - text.data());
        return matched(text, begin, begin + value.text.size());
    }
    return std::nullopt;
}

// <key>password</key><value>…</value>: of the element whose name's text begins at `begin`.
std::optional<Match> named_sibling(std::string_view text, std::size_t begin, const Names& names) {
    const auto near = text.substr(0, std::min(text.size(), begin + name_bytes_max));
    const auto end = near.find("</", begin);
    if (end == std::string_view::npos) return std::nullopt;
    if (!names.is_secret_field(ascii::trimmed(near.substr(begin, end - begin)))) {
        return std::nullopt;
    }
    const auto sibling = near.find('<', end + 1);
    const auto start = near.find('>', sibling);
    const bool is_start =
        start != std::string_view::npos && near[sibling + 1] != '/' && near[start - 1] != '/';
    return is_start ? element_text(text, start + 1) : std::nullopt;
}

}  // namespace

std::optional<Match> match_attribute(std::string_view text, std::string_view attribute,
                                     std::size_t at, const Names& names) {
    if (holds_a_value(attribute)) return value_before_name(text, at, names);
    const bool may_name = names_a_field(attribute) || ascii::lower_case(attribute) == "type";
    if (!may_name || !names_a_secret(attribute, attribute_at(text, at).text, names)) {
        return std::nullopt;
    }
    return named_field(text, at);
}

std::optional<Match> match_element(std::string_view text, std::size_t at, const Names& names) {
    const auto before = text.substr(0, at);
    const auto open = before.find_last_of("<>");
    if (open == std::string_view::npos || before[open] != '<' || before.ends_with('/')) {
        return std::nullopt;
    }
    auto tag = before.substr(open + 1, name_bytes_max);
    tag = tag.substr(0, tag.find_first_of(" \t\r\n"));
    const auto name = tag.substr(tag.rfind(':') + 1);
    if (name.empty() || tag.starts_with('/')) return std::nullopt;
    if (names_a_field(name)) return named_sibling(text, at + 1, names);
    if (!is_secret_name(name, names)) return std::nullopt;
    if (auto own = element_text(text, at + 1)) return own;
    // Elements inside of it: all that it holds.
    const auto end = std::min(text.find(std::string{"</"}.append(tag), at), text.size());
    const auto inside = text.substr(at + 1, end - at - 1);
    return ascii::trimmed(inside).empty() ? std::nullopt : matched(text, at + 1, end);
}

}  // namespace shadowdiff::redact
