// SPDX-License-Identifier: Apache-2.0
#include "redact/place.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>

namespace shadowdiff::redact {
namespace {

// ['na.me']: the name, and what is behind it. Escapes other than \\ and \' spell control
// characters, which no credential's name has.
std::string take_quoted(std::string_view& path) {
    std::string name;
    path.remove_prefix(2);
    while (!path.empty() && path[0] != '\'') {
        if (path[0] == '\\' && path.size() > 1) path.remove_prefix(1);
        name += path[0];
        path.remove_prefix(1);
    }
    path.remove_prefix(std::min<std::size_t>(2, path.size()));
    return name;
}

bool is_cookie_attribute(std::string_view name, std::string_view value) {
    if (name == "secure" || name == "httponly" || name == "partitioned") return value.empty();
    static constexpr std::array attributes = {
        std::string_view{"path"},    std::string_view{"domain"},  std::string_view{"samesite"},
        std::string_view{"max-age"}, std::string_view{"expires"}, std::string_view{"priority"}};
    return std::ranges::find(attributes, name) != attributes.end();
}

}  // namespace

std::vector<std::string> names_of(std::string_view path) {
    std::vector<std::string> names;
    while (!path.empty()) {
        if (path.starts_with("['")) {
            names.push_back(take_quoted(path));
        } else if (path[0] == '[') {
            path.remove_prefix(std::min(path.find(']'), path.size() - 1) + 1);
        } else {
            if (path[0] == '.') path.remove_prefix(1);
            const auto end = std::min(path.find_first_of(".["), path.size());
            if (end > 0) names.emplace_back(path.substr(0, end));
            path.remove_prefix(end);
        }
    }
    return names;
}

bool is_secret_place(std::string_view path, std::string_view value, const Names& names) {
    const auto parts = names_of(path);
    if (parts.empty()) return false;
    if (parts[0] == "cookies") {
        return parts.size() < 3 || !is_cookie_attribute(parts.back(), value);
    }
    if (parts[0] == "headers") {
        return std::ranges::any_of(parts, [&](const std::string& name) {
            constexpr std::string_view trailer = "trailer:";
            const std::string_view view = name;
            return names.is_secret_header(view.starts_with(trailer) ? view.substr(trailer.size())
                                                                    : view);
        });
    }
    return std::ranges::any_of(
        parts, [&](const std::string& name) { return names.is_secret_field(name); });
}

bool is_json_place(std::string_view path) { return path.starts_with('$'); }

}  // namespace shadowdiff::redact
