// SPDX-License-Identifier: Apache-2.0
#include "judge/rule_uses.hpp"

#include "judge/kept_shape.hpp"

#include <set>
#include <tuple>

namespace shadowdiff::judge {

namespace {

using Place = std::tuple<rules::RuleIndex, std::string, diff::Kind>;

std::set<Place> places_of(const std::vector<diff::SetAside>& set_aside) {
    std::set<Place> places;
    for (const auto& [difference, rule] : set_aside) {
        places.emplace(rule, difference.pattern, difference.kind);
    }
    return places;
}

/// What legacy said when it was asked further, and where it then differed from its first answer.
struct FurtherLegacy {
    std::size_t answers = 0;
    std::set<Place> unstable;
};

FurtherLegacy further_legacy(const diff::Comparison& comparison) {
    FurtherLegacy further;
    for (const auto& answer : comparison.answers) {
        if (answer.leg == http::Leg::candidate || answer.failure) continue;
        ++further.answers;
        further.unstable.merge(places_of(answer.differences.set_aside));
    }
    return further;
}

}  // namespace

void RuleUses::add(std::string_view route, const diff::Comparison& comparison,
                   const std::vector<JudgedDifference>& told) {
    const auto set_aside = still_set_aside(comparison, told);
    if (set_aside.empty()) return;
    const auto legacy = further_legacy(comparison);
    std::set<rules::RuleIndex> touched;
    for (const auto& [difference, rule] : set_aside) {
        ++rules_[rule].differences;
        touched.insert(rule);
    }
    for (const auto rule : touched) ++rules_[rule].exchanges;
    for (const auto& place : places_of(set_aside)) {
        const auto& [index, pattern, kind] = place;
        auto& rule = rules_[index];
        const Key key{std::string{route}, pattern, kind};
        if (places_ >= limits_.places_max && !rule.places.contains(key)) {
            ++rule.places_unlisted;
            continue;
        }
        const auto [found, is_new] = rule.places.try_emplace(key);
        if (is_new) ++places_;
        auto& counts = found->second;
        ++counts.exchanges;
        if (legacy.answers == 0) continue;
        ++counts.checked;
        if (!legacy.unstable.contains(place)) ++counts.stable;
    }
}

std::vector<RuleUse> RuleUses::uses() const {
    std::vector<RuleUse> uses;
    for (const auto& rule : rules_) {
        RuleUse use{rule.exchanges, rule.differences, {}, rule.places_unlisted};
        for (const auto& [key, counts] : rule.places) {
            use.places.push_back({key.route, key.pattern, key.kind, counts.exchanges,
                                  counts.checked, counts.stable});
        }
        uses.push_back(std::move(use));
    }
    return uses;
}

}  // namespace shadowdiff::judge
