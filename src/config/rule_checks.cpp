// SPDX-License-Identifier: Apache-2.0
#include "base/overload.hpp"
#include "config/rule_file.hpp"
#include "json/decimal.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>
#include <string>
#include <variant>

namespace shadowdiff::config {

namespace {

constexpr std::size_t pairs_max = 1'000'000;  // of rules at one path that are held side by side

/// Each text of `narrow` is one that some text of `broad` stands for; no text stands for all.
bool covers(const std::vector<std::string>& broad, const std::vector<std::string>& narrow) {
    if (broad.empty() || narrow.empty()) return broad.empty();
    return std::ranges::all_of(narrow, [&](const std::string& text) {
        return std::ranges::any_of(broad, [&](const std::string& pattern) {
            return rules::matches_wildcard(pattern, text);
        });
    });
}

bool covers_statuses(const std::vector<std::string>& broad,
                     const std::vector<std::string>& narrow) {
    if (broad.empty() || narrow.empty()) return broad.empty();
    return std::ranges::all_of(narrow, [&](const std::string& text) {
        return std::ranges::any_of(broad, [&](const std::string& pattern) {
            return pattern == text || (pattern.ends_with("xx") && pattern[0] == text[0]);
        });
    });
}

std::string text_of(const std::vector<rules::HeaderScope>& headers) {
    std::string text;
    for (const auto& header : headers) text += fmt::format("{}={}\n", header.name, header.value);
    return text;
}

/// Wherever the earlier one holds, the later one does, and it is not less near.
bool covers(const rules::Scope& later, const rules::Scope& earlier) {
    return later.terms() == earlier.terms() && covers(later.routes, earlier.routes) &&
           covers(later.hosts, earlier.hosts) && covers(later.methods, earlier.methods) &&
           covers_statuses(later.statuses, earlier.statuses) &&
           text_of(later.headers) == text_of(earlier.headers);
}

/// Decides alone over all values at its paths: nothing before it comes to word.
bool decides_alone(const rules::Rule& rule) {
    return !rule.when && (std::holds_alternative<rules::Ignore>(rule.action) ||
                          std::holds_alternative<rules::Compare>(rule.action));
}

/// Of two actions of one kind, which act together: the later lets all differ that the earlier does.
bool lets_as_much(const rules::Action& later, const rules::Action& earlier) {
    if (later.index() != earlier.index()) return false;
    return std::visit(Overload{[&](const rules::Tolerance& one) {
                                   const auto& other = std::get<rules::Tolerance>(earlier);
                                   return json::compare(one.absolute, other.absolute) >= 0 &&
                                          json::compare(one.relative, other.relative) >= 0;
                               },
                               [&](const rules::Round& one) {
                                   return one.places == std::get<rules::Round>(earlier).places;
                               },
                               [&](const rules::Replace& one) {
                                   const auto& other = std::get<rules::Replace>(earlier);
                                   return one.pattern->pattern() == other.pattern->pattern() &&
                                          one.with == other.with;
                               },
                               [&](const rules::MapHost& one) {
                                   const auto& other = std::get<rules::MapHost>(earlier);
                                   return one.legacy == other.legacy &&
                                          one.candidate == other.candidate;
                               },
                               [&](const rules::TimeWindow& one) {
                                   return one.within >= std::get<rules::TimeWindow>(earlier).within;
                               },
                               [&](const rules::SameFormat& one) {
                                   return one.format == std::get<rules::SameFormat>(earlier).format;
                               },
                               [](const auto&) { return true; }},
                      later);
}

bool makes_idle(const rules::Rule& later, const rules::Rule& earlier) {
    if (!covers(later.scope, earlier.scope)) return false;
    if (decides_alone(later)) return true;
    return later.when == earlier.when && later.keep_shape == earlier.keep_shape &&
           lets_as_much(later.action, earlier.action);
}

}  // namespace

std::vector<Fault> find_shadowed(const std::vector<DeclaredRule>& rules) {
    std::vector<Fault> faults;
    std::map<std::string, std::vector<const DeclaredRule*>> by_path;  // latest last
    for (const auto& declared : rules) {
        if (declared.is_expired) continue;
        for (const auto& path : declared.rule.paths) by_path[path.text].push_back(&declared);
    }
    std::size_t pairs = 0;
    for (const auto& [path, here] : by_path) {
        for (auto earlier = here.begin(); earlier != here.end() && pairs < pairs_max; ++earlier) {
            const auto later = std::find_if(earlier + 1, here.end(), [&](const auto* one) {
                ++pairs;
                return one != *earlier && makes_idle(one->rule, (*earlier)->rule);
            });
            if (later == here.end()) continue;
            const auto& at = (*later)->at;
            faults.push_back(
                {(*earlier)->at,
                 fmt::format("the rule never comes to word at {}: {}:{} holds wherever "
                             "it does, and stands later",
                             path, at.file, at.line),
                 Gravity::warning});
        }
    }
    return faults;
}

}  // namespace shadowdiff::config
