// SPDX-License-Identifier: Apache-2.0
#include "config/rule_scope.hpp"

#include "base/ascii.hpp"
#include "config/toml.hpp"
#include "http/syntax.hpp"
#include "rules/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::config {
namespace {

/// The usual method with the same letters in another order; "" where there is none. Others than the
/// usual ones are methods, too.
std::string_view mistyped_method(const std::string& method) {
    constexpr std::array<std::string_view, 7> usual = {"GET",    "HEAD",    "POST", "PUT",
                                                       "DELETE", "OPTIONS", "PATCH"};
    const auto* meant = std::ranges::find_if(
        usual, [&](std::string_view one) { return std::ranges::is_permutation(one, method); });
    return meant == usual.end() || *meant == method ? "" : *meant;
}

bool is_method_character(char c) { return http::is_token_char(c) || c == '*'; }

void check_method(RuleTable& table, const Placed& method) {
    const auto& text = method.text;
    if (!std::ranges::all_of(text, is_method_character)) {
        return table.fault(method.at, fmt::format("method: \"{}\" is no method: of several, make a "
                                                  "list",
                                                  text));
    }
    if (std::ranges::any_of(text, ascii::is_lower)) {
        return table.fault(method.at, fmt::format("method: \"{}\" is never sent: methods are in "
                                                  "capitals (RFC 9110, section 9.1)",
                                                  text));
    }
    const auto meant = mistyped_method(text);
    if (!meant.empty()) table.warn(method.at, fmt::format("method: {} ({}?)", text, meant));
}

void check_host(RuleTable& table, const Placed& host) {
    if (host.text.find_first_of("/ \t@") == std::string::npos) return;
    table.fault(host.at, fmt::format("host: \"{}\" is no host: expected a name as in the field "
                                     "Host, such as api.example.com or *:8080",
                                     host.text));
}

/// "GET " of "GET /a"; all of it where there is no space before the first "*".
std::string_view method_of(std::string_view route) {
    return route.substr(0, std::min(route.find(' '), route.find('*')));
}

bool names_a_method(std::string_view route) {
    return route.find(' ') < route.find('*') && route.contains(' ');
}

void check_route(RuleTable& table, const Placed& route, const std::vector<Placed>& methods) {
    const std::string_view text{route.text};
    if (text == "(other)" || text.starts_with('*')) return;
    const auto method = method_of(text);
    const bool is_capital =
        !method.empty() && method.front() != '/' && std::ranges::none_of(method, ascii::is_lower);
    if (!is_capital || (!text.contains(' ') && !text.contains('*'))) {
        return table.fault(route.at, fmt::format("route: \"{}\" is none: expected \"GET /orders\", "
                                                 "or \"* /orders\" for any method",
                                                 text));
    }
    if (!names_a_method(text) || methods.empty()) return;
    const bool is_there = std::ranges::any_of(
        methods, [&](const Placed& one) { return rules::matches_wildcard(one.text, method); });
    if (is_there) return;
    table.fault(route.at, fmt::format("route: \"{}\" never has one of the methods that the rule "
                                      "is for",
                                      text));
}

bool is_status(std::string_view text) {
    return text.size() == 3 && text[0] >= '1' && text[0] <= '9' &&
           (text.ends_with("xx") || (ascii::is_digit(text[1]) && ascii::is_digit(text[2])));
}

/// Without those that are empty, which is a fault.
std::vector<Placed> read_texts(RuleTable& table, std::string_view key) {
    auto texts = table.texts(key);
    std::erase_if(texts, [&](const Placed& text) {
        if (text.text.empty()) table.fault(text.at, fmt::format("{}: is empty", key));
        return text.text.empty();
    });
    return texts;
}

void read_headers(RuleTable& table, rules::Scope& scope) {
    const auto* headers = table.table("header");
    if (headers == nullptr) return;
    for (const auto& [key, value] : *headers) {
        const auto text = scalar_text(value);
        if (!text) table.fault(table.place_in(value), "header: expected a text");
        if (!std::ranges::all_of(key.str(), http::is_token_char)) {
            table.fault(table.place_in(value),
                        fmt::format("header: \"{}\" is no field's name", key.str()));
        }
        scope.headers.push_back({ascii::lower_case(key.str()), text.value_or("")});
    }
}

}  // namespace

rules::Scope read_scope(RuleTable& table) {
    rules::Scope scope;
    const auto methods = read_texts(table, "method");
    for (const auto& method : methods) {
        check_method(table, method);
        scope.methods.push_back(method.text);
    }
    for (const auto& route : read_texts(table, "route")) {
        check_route(table, route, methods);
        scope.routes.push_back(route.text);
    }
    for (const auto& host : read_texts(table, "host")) {
        check_host(table, host);
        scope.hosts.push_back(ascii::lower_case(host.text));
    }
    for (const auto& status : read_texts(table, "status")) {
        if (!is_status(status.text)) table.fault(status.at, "status: expected 404 or 5xx");
        scope.statuses.push_back(status.text);
    }
    read_headers(table, scope);
    return scope;
}

}  // namespace shadowdiff::config
