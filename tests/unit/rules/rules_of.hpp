// SPDX-License-Identifier: Apache-2.0
// Rules for tests, as a team would write them, without reason, owner and expiry.
#pragma once

#include "rules/rule_set.hpp"

#include <string>
#include <vector>

namespace shadowdiff::test {

/// Each text is the inside of one [[rule]] table: "paths = '$.a'\naction = 'ignore'".
rules::RuleSet rules_of(const std::vector<std::string>& tables);

}  // namespace shadowdiff::test
