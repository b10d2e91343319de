// SPDX-License-Identifier: Apache-2.0
// Judges again what a run file keeps, under other rules and without any traffic.
#pragma once

#include "base/result.hpp"
#include "diff/compare.hpp"
#include "judge/rejudgement.hpp"
#include "rules/rule_set.hpp"
#include "store/rows.hpp"

#include <filesystem>
#include <functional>
#include <memory>

namespace shadowdiff::pipeline {

struct Rejudged {
    const store::ExchangeRow& row;
    const diff::Comparison& comparison;  // under the rules
    const judge::Judgement& now;
};

/// Every exchange that is kept whole, oldest first, so that the result is always the same. One of
/// which the differences that were told do not show in what is kept (a secret was replaced, a body
/// decoded) is left out. `visit` may be empty.
Result<judge::Rejudgement> rejudge(const std::filesystem::path& file,
                                   const std::shared_ptr<const rules::RuleSet>& rules,
                                   const std::function<void(const Rejudged&)>& visit = {});

}  // namespace shadowdiff::pipeline
