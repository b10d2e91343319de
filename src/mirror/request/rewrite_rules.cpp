// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/rewrite_rules.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "mirror/request/framing.hpp"
#include "mirror/request/hop_by_hop.hpp"
#include "mirror/request/mark.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace shadowdiff::mirror {
namespace {

// As it may stand in a request target: everything else is percent-encoded there.
bool is_query_character(char c) { return c > ' ' && c < '\x7f' && c != '#' && c != '&'; }

bool is_value_character(char c) { return c == '\t' || (c >= ' ' && c != '\x7f'); }

bool may_be_set(std::string_view name) {
    const http::Fields no_fields;
    const HopByHop none{no_fields};
    return is_token(name) && !none.covers(name) && !http::same_name(name, "Content-Length") &&
           !http::same_name(name, "Host") && !http::same_name(name, mark_header);
}

using Trouble = std::optional<std::string_view>;

Trouble add_host(RewriteRules& rules, std::string_view value) {
    const bool is_visible =
        std::ranges::all_of(value, [](char c) { return c > ' ' && c < '\x7f'; });
    if (value.empty() || !is_visible) return "expected host=api.test:8080";
    rules.host = value;
    return std::nullopt;
}

Trouble add_header(RewriteRules& rules, std::string_view value) {
    const auto colon = value.find(':');
    if (colon == std::string_view::npos) return "expected set-header=NAME: VALUE";
    const auto name = value.substr(0, colon);
    if (http::same_name(name, "Host")) return "write host=… to set the Host field";
    if (!may_be_set(name)) return "this field is ours to set: it frames or concerns one connection";
    const auto content = ascii::trimmed(value.substr(colon + 1));
    if (!std::ranges::all_of(content, is_value_character))
        return "its value cannot stand in a field";
    rules.set_headers.push_back({name, content});
    return std::nullopt;
}

Trouble add_removed_header(RewriteRules& rules, std::string_view name) {
    if (!may_be_set(name)) return "this field is ours to set: it frames or concerns one connection";
    rules.remove_headers.emplace_back(name);
    return std::nullopt;
}

Trouble add_body_field(RewriteRules& rules, std::string_view value) {
    const auto colon = value.find(':');
    if (colon == 0 || colon == std::string_view::npos) return "expected set-field=NAME: VALUE";
    rules.set_fields.push_back({value.substr(0, colon), ascii::trimmed(value.substr(colon + 1))});
    return std::nullopt;
}

Trouble add_parameter(RewriteRules& rules, std::string_view value) {
    const auto equals = value.find('=');
    const bool is_written = std::ranges::all_of(value, is_query_character);
    if (equals == 0 || equals == std::string_view::npos || !is_written) {
        return "expected set-query=NAME=VALUE, percent-encoded";
    }
    rules.set_query.push_back(
        {std::string{value.substr(0, equals)}, std::string{value.substr(equals + 1)}});
    return std::nullopt;
}

Trouble add_removed_parameter(RewriteRules& rules, std::string_view name) {
    if (name.empty() || !std::ranges::all_of(name, is_query_character)) {
        return "expected remove-query=NAME";
    }
    rules.remove_query.emplace_back(name);
    return std::nullopt;
}

struct RewriteKind {
    std::string_view prefix;
    Trouble (*add)(RewriteRules&, std::string_view);
};
constexpr RewriteKind rewrite_kinds[] = {{"host=", add_host},
                                         {"set-header=", add_header},
                                         {"remove-header=", add_removed_header},
                                         {"set-field=", add_body_field},
                                         {"set-query=", add_parameter},
                                         {"remove-query=", add_removed_parameter}};

bool is_replaced(const RewriteRules& rules, std::string_view name) {
    return std::ranges::count(rules.remove_query, name) > 0 ||
           std::ranges::count(rules.set_query, name, &http::Field::name) > 0;
}

}  // namespace

Result<void> add_rewrite(RewriteRules& rules, std::string_view text) {
    Trouble trouble =
        "expected host=…, set-header=NAME: VALUE, remove-header=NAME, set-field=NAME: VALUE, "
        "set-query=NAME=VALUE or remove-query=NAME";
    for (const auto& kind : rewrite_kinds) {
        if (text.starts_with(kind.prefix))
            trouble = kind.add(rules, text.substr(kind.prefix.size()));
    }
    if (!trouble) return {};
    return std::unexpected{Error{fmt::format("\"{}\": {}", printable(text, 200), *trouble)}};
}

bool needs_credential(const http::Request& request, std::string_view name) {
    return http::find(request.headers, name) != nullptr ||
           std::ranges::all_of(request.headers, [](const http::Field& field) {
               return http::same_name(field.name, "Host");
           });
}

std::string rewritten_query(const RewriteRules& rules, std::string target) {
    if (rules.set_query.empty() && rules.remove_query.empty()) return target;
    const auto path_end = std::min(target.find('?'), target.size());
    std::string query;
    const auto add = [&](std::string_view pair) {
        if (!query.empty()) query += '&';
        query += pair;
    };
    auto rest = std::string_view{target}.substr(std::min(path_end + 1, target.size()));
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        if (!is_replaced(rules, pair.substr(0, pair.find('=')))) add(pair);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    for (const auto& parameter : rules.set_query) {
        add(fmt::format("{}={}", parameter.name, parameter.value));
    }
    auto path = target.substr(0, path_end);
    return query.empty() ? path : path + '?' + query;
}

}  // namespace shadowdiff::mirror
