// SPDX-License-Identifier: Apache-2.0
#include "reports/rule_notes.hpp"

#include "reports/wording.hpp"
#include "store/run_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace shadowdiff::reports {
namespace {

// A rule is written for a place or two; one that hides at more of them was meant for fewer.
constexpr std::size_t patterns_of_a_broad_rule = 10;
constexpr std::size_t routes_of_a_broad_rule = 5;

std::string who(const store::RuleRow& rule) {
    return fmt::format("{} ({} at {}, of {})", rule.name, rule.action, rule.paths, rule.owner);
}

std::string why(const store::RuleRow& rule) {
    return fmt::format("; expires {}; reason: {}", rule.expires, rule.reason);
}

// Other types and lost values are no noise: whoever wrote the rule may not have meant them.
bool changes_shape(const store::RulePlaceRow& place) {
    return place.kind == "missing" || place.kind == "retyped";
}

std::string breadth(const store::RuleRow& rule) {
    std::vector<std::string> patterns;
    for (const auto& place : rule.places) patterns.push_back(place.pattern);
    std::ranges::sort(patterns);
    const auto repeated = std::ranges::unique(patterns);
    patterns.erase(repeated.begin(), repeated.end());
    if (patterns.size() >= patterns_of_a_broad_rule || rule.places_unlisted > 0) {
        return fmt::format("; it is broad: {}",
                           counted(patterns.size(), "different path", "different paths"));
    }
    std::set<std::string_view> routes;
    for (const auto& place : rule.places) routes.insert(place.route);
    const bool is_one_place = patterns.size() < 2;
    if (!is_one_place && routes.size() >= routes_of_a_broad_rule) {
        return fmt::format("; it is broad: {} different paths on {} routes",
                           grouped(patterns.size()), grouped(routes.size()));
    }
    const auto lost = std::ranges::find_if(rule.places, changes_shape);
    if (rule.action == "ignore" && lost != rule.places.end()) {
        return fmt::format("; it hides more than values: {} is {} on {}", lost->pattern, lost->kind,
                           lost->route);
    }
    return "";
}

std::string explained(const store::RuleRow& rule) {
    std::uint64_t checked = 0;
    std::uint64_t stable = 0;
    for (const auto& place : rule.places) {
        checked += place.checked;
        stable += place.stable;
    }
    if (checked == 0) return "; legacy was not asked again, so its own noise there is not known";
    return fmt::format("; of {} looked at twice, {} explained by legacy's own noise",
                       grouped(checked), counted(stable, "is not", "are not"));
}

}  // namespace

std::string places_words(const store::RuleRow& rule) {
    auto places = rule.places;
    std::ranges::sort(places, [](const auto& one, const auto& other) {
        return std::tie(other.exchanges, one.route, one.pattern, one.kind) <
               std::tie(one.exchanges, other.route, other.pattern, other.kind);
    });
    std::vector<std::string> named;
    for (const auto& place : places) {
        named.push_back(fmt::format("{} {} on {} ({})", place.pattern, place.kind, place.route,
                                    grouped(place.exchanges)));
    }
    return some_of(std::move(named), routes_named_max);
}

std::vector<std::string> rule_notes(const std::vector<store::RuleRow>& rules) {
    std::vector<std::string> notes;
    for (const auto& rule : rules) {
        if (rule.action == "compare" || rule.action == "key") continue;  // they set nothing aside
        if (rule.exchanges == 0) {
            notes.push_back(fmt::format("{} was never needed: no difference is where it holds{}",
                                        who(rule), why(rule)));
            continue;
        }
        const auto places = places_words(rule);
        notes.push_back(fmt::format("{} set aside {} in {}{}{}{}{}", who(rule),
                                    counted(rule.differences, "difference", "differences"),
                                    counted(rule.exchanges, "exchange", "exchanges"),
                                    places.empty() ? "" : ": " + places, explained(rule),
                                    breadth(rule), why(rule)));
    }
    return notes;
}

std::string why_rules_unknown(const store::RunRow& run) {
    const auto unequal = run.facts.find(store::merged_unequal_fact);
    if (unequal == run.facts.end()) return "";
    bool are_rules = false;
    for (const auto part : std::views::split(unequal->second, std::string_view{", "})) {
        are_rules = are_rules || std::string_view{part} == "rules";
    }
    if (!are_rules) return "";
    const auto digests = run.facts.find("merged_rules_digest");
    const bool are_different =
        digests != run.facts.end() && std::ranges::count(digests->second, ';') > 0 &&
        (!digests->second.ends_with("; not known") || std::ranges::count(digests->second, ';') > 1);
    return are_different ? "the merged runs had different rules"
                         : "the merged runs are not known to have had the same rules";
}

}  // namespace shadowdiff::reports
