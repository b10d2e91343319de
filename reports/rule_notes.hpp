// SPDX-License-Identifier: Apache-2.0
// What is to be said of a run's rules, one sentence for each.
#pragma once

#include "store/rows.hpp"

#include <string>
#include <vector>

namespace shadowdiff::reports {

/// What each rule set aside, and whether legacy's own noise explains it; a rule that did nothing,
/// or is too broad, is named as such. In the order of the rules.
std::vector<std::string> rule_notes(const std::vector<store::RuleRow>& rules);

/// Where the rule set the most aside: what would have been told without it. "" where it did
/// nothing.
std::string places_words(const store::RuleRow& rule);

/// Why it is not known what rules set aside; "" where it is. Runs of different rules were merged,
/// and which of them did what is not told of the whole.
std::string why_rules_unknown(const store::RunRow& run);

}  // namespace shadowdiff::reports
