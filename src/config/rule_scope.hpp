// SPDX-License-Identifier: Apache-2.0
// For which exchanges a rule holds: route, host, method, status and header of a [[rule]] table.
#pragma once

#include "config/rule_table.hpp"
#include "rules/rule.hpp"

namespace shadowdiff::config {

/// With faults for what no exchange has.
rules::Scope read_scope(RuleTable& table);

}  // namespace shadowdiff::config
