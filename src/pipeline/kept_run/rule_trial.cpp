// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/rule_trial.hpp"

#include <utility>

namespace shadowdiff::pipeline {

Result<RuleTrial> try_rules(const std::filesystem::path& file,
                            const std::shared_ptr<const rules::RuleSet>& rules) {
    RuleTrial trial;
    trial.patterns.resize(rules->rules.size());
    auto result = rejudge(file, rules, [&](const Rejudged& one) {
        for (const auto& [difference, rule] : one.now.set_aside) {
            trial.patterns[rule].insert(difference.pattern);
        }
    });
    if (!result) return std::unexpected{std::move(result.error())};
    trial.result = *std::move(result);
    return trial;
}

}  // namespace shadowdiff::pipeline
