// SPDX-License-Identifier: Apache-2.0
#include "rules/rule_set.hpp"

#include "base/ascii.hpp"

#include <algorithm>

namespace shadowdiff::rules {

namespace {

bool any_matches(const std::vector<std::string>& patterns, std::string_view text) {
    return patterns.empty() || std::ranges::any_of(patterns, [&](const std::string& pattern) {
               return matches_wildcard(pattern, text);
           });
}

bool is_status(std::string_view pattern, std::uint16_t status) {
    const auto text = std::to_string(status);
    if (pattern.size() == 3 && pattern.ends_with("xx")) return text.front() == pattern.front();
    return pattern == text;
}

bool has_header(const HeaderScope& scope, const http::Fields* headers) {
    if (headers == nullptr) return false;
    return std::ranges::any_of(*headers, [&](const http::Field& field) {
        return http::same_name(field.name, scope.name) &&
               matches_wildcard(scope.value, field.value);
    });
}

bool is_exact(const json::Selector& selector) {
    return std::holds_alternative<json::NameSelector>(selector) ||
           std::holds_alternative<json::IndexSelector>(selector);
}

}  // namespace

bool holds_for(const Scope& scope, const Subject& subject) {
    const auto has_status = [&](const std::string& pattern) {
        return is_status(pattern, subject.status);
    };
    const auto is_there = [&](const HeaderScope& header) {
        return has_header(header, subject.headers);
    };
    return any_matches(scope.routes, subject.route) &&
           (scope.hosts.empty() || any_matches(scope.hosts, ascii::lower_case(subject.host))) &&
           any_matches(scope.methods, subject.method) &&
           (scope.statuses.empty() || std::ranges::any_of(scope.statuses, has_status)) &&
           std::ranges::all_of(scope.headers, is_there);
}

std::vector<RuleIndex> RuleSet::chosen_for(const Subject& subject) const {
    std::vector<RuleIndex> chosen;
    chosen.reserve(rules.size());
    for (RuleIndex index = 0; index < rules.size(); ++index) {
        if (holds_for(rules[index].scope, subject)) chosen.push_back(index);
    }
    return chosen;
}

Precedence precedence(const RulePath& path, const Rule& rule, RuleIndex index) {
    Precedence precedence{.scope_terms = static_cast<int>(rule.scope.terms()), .rule = index};
    if (const auto* envelope = std::get_if<EnvelopePlace>(&path.place)) {
        if (envelope->path.ends_with(".*")) --precedence.wildcards;
        return precedence;
    }
    for (const auto& segment : std::get<json::Query>(path.place).segments) {
        if (segment.is_descendant) --precedence.descendants;
        if (!std::ranges::all_of(segment.selectors, is_exact)) --precedence.wildcards;
    }
    return precedence;
}

}  // namespace shadowdiff::rules
