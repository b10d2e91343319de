// SPDX-License-Identifier: Apache-2.0
// The [[rule]] tables of a file -> rules, and all that is wrong with them at once.
#pragma once

#include "base/rule_limits.hpp"
#include "config/fault.hpp"
#include "rules/rule.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::config {

struct DeclaredRule {
    rules::Rule rule;
    Place at;
    bool is_expired = false;
};

struct RuleFile {
    std::vector<DeclaredRule> rules;  // those without an error, in the order of the file
    std::vector<Fault> faults;        // an expired rule is a warning: it does not hold
};

/// What stands in the file beside its [[rule]] tables is not looked at.
RuleFile parse_rules(std::string_view toml, const std::string& file, std::chrono::sys_days today,
                     const RuleLimits& limits = {});

/// Over all files together: rules that a later one makes idle.
std::vector<Fault> find_shadowed(const std::vector<DeclaredRule>& rules);

}  // namespace shadowdiff::config
