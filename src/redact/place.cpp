// SPDX-License-Identifier: Apache-2.0
#include "redact/place.hpp"

#include "base/ascii.hpp"
#include "redact/find.hpp"
#include "redact/minted.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

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

// The step at the path's front: ".name", "['name']", or an index, which has no name.
std::optional<std::string> take_name(std::string_view& path) {
    if (path.starts_with("['")) return take_quoted(path);
    if (path[0] == '[') {
        path.remove_prefix(std::min(path.find(']'), path.size() - 1) + 1);
        return std::nullopt;
    }
    if (path[0] == '.') path.remove_prefix(1);
    const auto end = std::min(path.find_first_of(".["), path.size());
    const auto name = path.substr(0, end);
    path.remove_prefix(end);
    if (name.empty()) return std::nullopt;
    return std::string{name};
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
        if (auto name = take_name(path)) names.push_back(*std::move(name));
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
    if (names.has_paths() && is_json_place(path) &&
        names.is_secret_path(std::span{parts}.subspan(1))) {
        return true;
    }
    return std::ranges::any_of(
        parts, [&](const std::string& name) { return names.is_secret_field(name); });
}

std::size_t secret_line_prefix(std::string_view name, const Names& names) {
    const auto space = name.find_first_of(" \t");
    if (space == std::string_view::npos) return 0;
    return names.is_secret_header(ascii::lower_case(name.substr(0, space))) ? space + 1 : 0;
}

std::string redact_place(std::string_view path, const Known& known, const Digester& digester) {
    Rewrite rewrite{path};
    bool is_below_secret = false;
    for (auto rest = path; !rest.empty();) {
        const auto begin = path.size() - rest.size();
        const auto name = take_name(rest);
        if (!name) continue;
        if (!is_redacted(*name) && ((is_below_secret && looks_minted(*name)) ||
                                    secret_line_prefix(*name, known.names) > 0 ||
                                    !find_credentials(*name, known).empty())) {
            rewrite.replace(begin, path.size() - rest.size(), "['" + digester(*name) + "']");
        }
        is_below_secret |= known.names.is_secret_field(*name);
    }
    return rewrite.finish();
}

bool is_json_place(std::string_view path) { return path.starts_with('$'); }

}  // namespace shadowdiff::redact
