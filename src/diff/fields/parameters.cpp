// SPDX-License-Identifier: Apache-2.0
#include "diff/fields/parameters.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <optional>

namespace shadowdiff::diff {

namespace {

/// Nothing of a quote that does not end.
std::optional<std::string> bare_value(std::string_view value) {
    if (!value.starts_with('"')) return std::string{value};
    if (value.size() < 2 || !value.ends_with('"')) return std::nullopt;
    std::string text;
    value = value.substr(1, value.size() - 2);
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size()) ++i;
        text += value[i];
    }
    return text;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return ascii::is_alphanumeric(c) || std::string_view{"!#$%&'*+-.^_`|~"}.contains(c);
    });
}

std::string in_quotes(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

/// Relations are words without order, and their case says nothing (RFC 8288, section 2.1).
std::string sorted_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" \t"), text.size());
        if (end > 0) words.push_back(ascii::lower_case(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    std::ranges::sort(words);
    std::string sorted;
    for (const auto& word : words) sorted.append(sorted.empty() ? "" : " ").append(word);
    return sorted;
}

}  // namespace

std::string_view take_parameter(std::string_view& rest) {
    bool in_quotes = false;
    std::size_t end = 0;
    for (; end < rest.size() && (in_quotes || rest[end] != ';'); ++end) {
        if (rest[end] == '"') in_quotes = !in_quotes;
        if (in_quotes && rest[end] == '\\') ++end;
    }
    const auto part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return ascii::trimmed(part);
}

std::string canonical_parameter(std::string_view parameter) {
    const auto equals = parameter.find('=');
    auto name = ascii::lower_case(ascii::trimmed(parameter.substr(0, equals)));
    if (equals == std::string_view::npos) return name;
    const auto written = ascii::trimmed(parameter.substr(equals + 1));
    auto value = bare_value(written);
    if (!value) return name.append("=").append(written);
    if (name == "charset") value = ascii::lower_case(*value);
    if (name == "rel" || name == "rev") value = sorted_words(*value);
    return name.append("=").append(is_token(*value) ? *value : in_quotes(*value));
}

std::string joined_parameters(std::vector<std::string> parameters) {
    std::ranges::sort(parameters);
    std::string joined;
    for (const auto& text : parameters) joined.append("; ").append(text);
    return joined;
}

}  // namespace shadowdiff::diff
