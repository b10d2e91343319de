// SPDX-License-Identifier: Apache-2.0
#include "config/rule_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <string>

namespace shadowdiff::config {

namespace {

/// Equal for scopes that say the same.
std::string text_of(const rules::Scope& scope) {
    auto text =
        fmt::format("{}|{}|{}|{}", scope.routes, scope.hosts, scope.methods, scope.statuses);
    for (const auto& header : scope.headers) {
        text += fmt::format("|{}={}", header.name, header.value);
    }
    return text;
}

/// Decides alone over all values at its paths: nothing before it comes to word.
bool decides_alone(const rules::Rule& rule) {
    return !rule.when && (std::holds_alternative<rules::Ignore>(rule.action) ||
                          std::holds_alternative<rules::Compare>(rule.action));
}

bool makes_idle(const rules::Rule& later, const rules::Rule& earlier) {
    if (decides_alone(later)) return true;
    return later.action.index() == earlier.action.index() && later.when == earlier.when;
}

}  // namespace

std::vector<Fault> find_shadowed(const std::vector<DeclaredRule>& rules) {
    std::vector<Fault> faults;
    std::map<std::string, std::vector<const DeclaredRule*>> by_place;  // latest last
    for (const auto& declared : rules) {
        if (declared.is_expired) continue;
        for (const auto& path : declared.rule.paths) {
            by_place[path.text + '\n' + text_of(declared.rule.scope)].push_back(&declared);
        }
    }
    for (const auto& [place, here] : by_place) {
        const auto& latest = *here.back();
        for (const auto* earlier : here) {
            if (earlier == &latest || !makes_idle(latest.rule, earlier->rule)) continue;
            faults.push_back(
                {earlier->at,
                 fmt::format("the rule never comes to word at {}: {}:{} has the same "
                             "path and scope, and stands later",
                             place.substr(0, place.find('\n')), latest.at.file, latest.at.line),
                 Gravity::warning});
        }
    }
    return faults;
}

}  // namespace shadowdiff::config
