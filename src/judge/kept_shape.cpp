// SPDX-License-Identifier: Apache-2.0
#include "judge/kept_shape.hpp"

#include "judge/unanswered.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace shadowdiff::judge {

std::vector<JudgedDifference> held_to_shape(const diff::Comparison& comparison,
                                            const Weighing& weighing, const Known& known,
                                            const rules::RuleSet* rules) {
    std::vector<JudgedDifference> held;
    const auto* candidate = first_candidate(comparison);
    if (rules == nullptr || candidate == nullptr) return held;
    for (const auto& [difference, rule] : candidate->differences.set_aside) {
        if (!rules->rules.at(rule).keep_shape) continue;
        held.push_back(stand_under_rule(difference, weighing.of(difference), known));
    }
    return held;
}

std::vector<JudgedDifference> take_let_pass(std::vector<JudgedDifference>& differences) {
    const auto is_let_pass = [](const JudgedDifference& judged) {
        return judged.leave == Leave::rule && judged.standing == Standing::noise;
    };
    std::vector<JudgedDifference> taken;
    std::ranges::copy_if(differences, std::back_inserter(taken), is_let_pass);
    std::erase_if(differences, is_let_pass);
    return taken;
}

std::vector<diff::SetAside> still_set_aside(const diff::Comparison& comparison,
                                            const std::vector<JudgedDifference>& told) {
    const auto* candidate = first_candidate(comparison);
    if (candidate == nullptr || candidate->differences.set_aside.empty()) return {};
    std::set<std::pair<std::string_view, diff::Kind>> counting;
    for (const auto& judged : told) {
        if (judged.leave != Leave::rule || judged.standing != Standing::finding) continue;
        counting.emplace(judged.difference.path, judged.difference.kind);
    }
    std::vector<diff::SetAside> list;
    for (const auto& one : candidate->differences.set_aside) {
        if (counting.contains({one.difference.path, one.difference.kind})) continue;
        list.push_back(one);
    }
    return list;
}

}  // namespace shadowdiff::judge
