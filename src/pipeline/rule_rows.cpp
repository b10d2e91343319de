// SPDX-License-Identifier: Apache-2.0
#include "pipeline/rule_rows.hpp"

#include <fmt/format.h>

#include <chrono>

namespace shadowdiff::pipeline {
namespace {

std::string expiry_of(const rules::Rule& rule) {
    if (!rule.expires) return "never";
    const std::chrono::year_month_day day{*rule.expires};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::string paths_of(const rules::Rule& rule) {
    std::string paths;
    for (const auto& path : rule.paths) {
        if (!paths.empty()) paths += ", ";
        paths += path.text;
    }
    return paths;
}

}  // namespace

std::vector<store::RuleRow> rule_rows(const rules::RuleSet& set,
                                      const std::vector<judge::RuleUse>& uses) {
    std::vector<store::RuleRow> rows;
    for (std::size_t i = 0; i < set.rules.size(); ++i) {
        const auto& rule = set.rules[i];
        store::RuleRow row{.name = rule.name,
                           .action = std::string{name(rule.action)},
                           .paths = paths_of(rule),
                           .reason = rule.reason,
                           .owner = rule.owner,
                           .expires = expiry_of(rule),
                           .exchanges = uses[i].exchanges,
                           .differences = uses[i].differences,
                           .places_unlisted = uses[i].places_unlisted};
        for (const auto& place : uses[i].places) {
            row.places.push_back({place.route, place.pattern, std::string{name(place.kind)},
                                  place.exchanges, place.checked, place.stable});
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace shadowdiff::pipeline
