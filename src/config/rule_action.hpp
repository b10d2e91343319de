// SPDX-License-Identifier: Apache-2.0
// The action of a rule and what belongs to it.
#pragma once

#include "base/rule_limits.hpp"
#include "config/rule_table.hpp"
#include "rules/rule.hpp"

#include <optional>

namespace shadowdiff::config {

/// Nothing, with faults added, where there is none or it is wrong.
std::optional<rules::Action> read_action(RuleTable& table, const RuleLimits& limits);

/// A format's name; nothing, with a fault that lists them, when it is none.
std::optional<rules::Format> read_format(RuleTable& table, std::string_view key);

}  // namespace shadowdiff::config
