// SPDX-License-Identifier: Apache-2.0
// What rules set aside that keep the shape (Rule::keep_shape): it is looked at as noise is, and
// counts where its shape is broken.
#pragma once

#include "judge/standing.hpp"
#include "judge/verdict.hpp"
#include "judge/weighing.hpp"

#include <vector>

namespace shadowdiff::judge {

/// What such rules set aside of the candidate's first answer. `rules` may be null.
std::vector<JudgedDifference> held_to_shape(const diff::Comparison& comparison,
                                            const Weighing& weighing, const Known& known,
                                            const rules::RuleSet* rules);

/// Takes out of the differences what such a rule lets pass.
std::vector<JudgedDifference> take_let_pass(std::vector<JudgedDifference>& differences);

/// What the rules do not let count: all that they set aside of the candidate's first answer but
/// what is told as a finding.
std::vector<diff::SetAside> still_set_aside(const diff::Comparison& comparison,
                                            const std::vector<JudgedDifference>& told);

}  // namespace shadowdiff::judge
