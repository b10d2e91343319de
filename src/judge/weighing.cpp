// SPDX-License-Identifier: Apache-2.0
#include "judge/weighing.hpp"

#include <vector>

namespace shadowdiff::judge {

Weighing::Weighing(const diff::Comparison& comparison, bool is_control, bool is_written_meanwhile,
                   const rules::RuleSet* rules)
    : comparison_{comparison}, all_{evidence_of(comparison, is_control, rules)} {
    if (!is_written_meanwhile || !all_.asked_again()) return;
    first_answers_ = comparison;
    std::erase_if(first_answers_->answers, [](const auto& answer) { return answer.attempt > 0; });
    first_ = evidence_of(*first_answers_, false, rules);
}

bool Weighing::puts_aside(const diff::Difference& difference) const {
    if (!first_) return false;
    const auto& candidate = all_.candidate;
    return !all_.legacy.keep(difference) || candidate.count_of(difference) != candidate.count();
}

}  // namespace shadowdiff::judge
