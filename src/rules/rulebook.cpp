// SPDX-License-Identifier: Apache-2.0
#include "rules/rulebook.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::rules {

ScopedRules::ScopedRules(const RuleSet& set, std::vector<RuleIndex> chosen,
                         const RuleLimits& limits)
    : set_{set}, limits_{limits}, paths_{set, chosen, limits} {
    for (const auto index : chosen) {
        for (const auto& path : set.rules[index].paths) {
            if (const auto* place = std::get_if<EnvelopePlace>(&path.place)) {
                envelope_.push_back({place, precedence(path, set.rules[index], index)});
            } else {
                has_paths_ = true;
            }
        }
    }
    std::ranges::sort(envelope_, std::greater{}, &EnvelopeRule::precedence);
}

std::optional<RuleIndex> ScopedRules::excuse(std::string_view path,
                                             const Question& question) const {
    InForce in_force;
    for (const auto& [place, precedence] : envelope_) {
        const bool is_new =
            std::ranges::find(in_force.values, precedence.rule) == in_force.values.end();
        if (is_new && place->matches(path)) in_force.values.push_back(precedence.rule);
    }
    if (in_force.values.empty()) return std::nullopt;
    return rules::excuse(set_, in_force, question, limits_);
}

Rulebook::Rulebook(std::shared_ptr<const RuleSet> set, const RuleLimits& limits)
    : set_{std::move(set)},
      limits_{limits},
      has_scopes_{std::ranges::any_of(set_->rules,
                                      [](const Rule& rule) { return rule.scope.terms() > 0; })} {}

ScopedRules* Rulebook::rules_for(const Subject& subject) {
    if (has_scopes_) return made_ready(set_->chosen_for(subject));
    const bool is_ready = all_ready_ != nullptr && !all_ready_->paths().is_exhausted();
    if (!is_ready) all_ready_ = made_ready(set_->chosen_for(subject));
    return all_ready_;
}

ScopedRules* Rulebook::made_ready(std::vector<RuleIndex> chosen) {
    if (chosen.empty()) return nullptr;
    if (const auto found = scoped_.find(chosen); found != scoped_.end()) {
        if (!found->second->paths().is_exhausted()) return found->second.get();
        scoped_.erase(found);  // made anew, with room for the states of other documents
    }
    if (scoped_.size() >= limits_.scopes_max) scoped_.clear();
    auto scoped = std::make_unique<ScopedRules>(*set_, chosen, limits_);
    return scoped_.emplace(std::move(chosen), std::move(scoped)).first->second.get();
}

}  // namespace shadowdiff::rules
