// SPDX-License-Identifier: Apache-2.0
// Rules and what they did -> the rows that are kept of them.
#pragma once

#include "diff/diff.hpp"
#include "judge/rule_uses.hpp"
#include "rules/rule_set.hpp"
#include "store/rule_rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::pipeline {

/// One for each rule, also for those that did nothing.
std::vector<store::RuleRow> rule_rows(const rules::RuleSet& set,
                                      const std::vector<judge::RuleUse>& uses);

/// "; rules set aside: team.toml:3 at $.at, …": of one exchange. "" where none did.
std::string rule_words(const rules::RuleSet& set, const std::vector<diff::SetAside>& set_aside);

}  // namespace shadowdiff::pipeline
