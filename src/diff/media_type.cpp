// SPDX-License-Identifier: Apache-2.0
#include "diff/media_type.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <vector>

namespace shadowdiff::diff {

namespace {

/// Takes what stands before the next semicolon outside quotes off `rest`.
std::string_view take_part(std::string_view& rest) {
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

std::string unquoted(std::string_view value) {
    if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) {
        return std::string{value};
    }
    std::string text;
    value = value.substr(1, value.size() - 2);
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (value[i] == '\\' && i + 1 < value.size()) ++i;
        text += value[i];
    }
    return text;
}

std::string parameter(std::string_view part) {
    const auto equals = part.find('=');
    auto name = ascii::lower_case(ascii::trimmed(part.substr(0, equals)));
    if (equals == std::string_view::npos) return name;
    auto value = unquoted(ascii::trimmed(part.substr(equals + 1)));
    if (name == "charset") value = ascii::lower_case(value);
    return name + "=" + value;
}

bool is_json(std::string_view type) {
    return type == "application/json" || type.ends_with("+json") || type == "text/json";
}

}  // namespace

std::string canonical_media_type(std::string_view value, std::string_view but) {
    auto canonical = ascii::lower_case(take_part(value));
    std::vector<std::string> parameters;
    while (!value.empty()) {
        auto text = parameter(take_part(value));
        const bool says_nothing = text.empty() || (is_json(canonical) && text == "charset=utf-8");
        const bool is_left_out = !but.empty() && text.substr(0, text.find('=')) == but;
        if (!says_nothing && !is_left_out) parameters.push_back(std::move(text));
    }
    std::ranges::sort(parameters);
    for (const auto& text : parameters) canonical.append("; ").append(text);
    return canonical;
}

}  // namespace shadowdiff::diff
