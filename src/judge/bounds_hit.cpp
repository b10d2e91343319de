// SPDX-License-Identifier: Apache-2.0
#include "judge/bounds_hit.hpp"

#include <algorithm>

namespace shadowdiff::judge {

void BoundsHit::add(const diff::Comparison& comparison) {
    const auto is_hit = [&](auto member) {
        const auto in = [&](const diff::Differences& differences) {
            return differences.*member > 0;
        };
        return std::ranges::any_of(comparison.answers, in, &diff::AnswerComparison::differences) ||
               (comparison.twin && in(*comparison.twin));
    };
    using diff::Differences;
    add("coarse_lists", std::uint64_t{is_hit(&Differences::coarse_lists)});
    add("differences_unlisted", std::uint64_t{is_hit(&Differences::unlisted)});
    add("rule_filters", std::uint64_t{is_hit(&Differences::rule_filters_given_up)});
    add("rule_states", std::uint64_t{is_hit(&Differences::rule_states_given_up)});
    add("set_aside_unlisted", std::uint64_t{is_hit(&Differences::set_aside_unlisted)});
}

}  // namespace shadowdiff::judge
