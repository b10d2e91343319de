// SPDX-License-Identifier: Apache-2.0
// What rules do to a run that is over: how much each sets aside, and at which places.
#pragma once

#include "judge/rejudgement.hpp"
#include "pipeline/kept_run/rejudge.hpp"

#include <set>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

struct RuleTrial {
    judge::Rejudgement result;
    std::vector<std::set<std::string>> patterns;  // one for each rule, in their order
};

Result<RuleTrial> try_rules(const std::filesystem::path& file,
                            const std::shared_ptr<const rules::RuleSet>& rules);

}  // namespace shadowdiff::pipeline
