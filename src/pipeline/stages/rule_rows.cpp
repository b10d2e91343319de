// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/rule_rows.hpp"

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

std::string rule_words(const rules::RuleSet& set, const std::vector<diff::SetAside>& set_aside) {
    constexpr std::size_t named_max = 5;
    std::string words;
    std::size_t named = 0;
    for (const auto& [difference, rule] : set_aside) {
        if (named == named_max) break;
        words += fmt::format("{}{} at {}", named++ == 0 ? "; rules set aside: " : ", ",
                             set.rules.at(rule).name, difference.path);
    }
    if (set_aside.size() > named) words += fmt::format(" and {} more", set_aside.size() - named);
    return words;
}

}  // namespace shadowdiff::pipeline
