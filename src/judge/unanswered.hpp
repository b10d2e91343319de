// SPDX-License-Identifier: Apache-2.0
// The judgement of an exchange that lacks two answers which can be compared.
#pragma once

#include "diff/compare.hpp"
#include "judge/verdict.hpp"

#include <optional>

namespace shadowdiff::judge {

/// The candidate's first answer, or null.
const diff::AnswerComparison* first_candidate(const diff::Comparison& comparison);

/// None when legacy's and the candidate's first answers were compared.
std::optional<Judgement> judge_unanswered(const diff::Comparison& comparison);

}  // namespace shadowdiff::judge
