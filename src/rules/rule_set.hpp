// SPDX-License-Identifier: Apache-2.0
// All rules of a run, and which of them hold for one exchange.
#pragma once

#include "base/rule_limits.hpp"
#include "http/message.hpp"
#include "rules/rule.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::rules {

using RuleIndex = std::uint32_t;

/// What of an exchange decides whether a rule is for it.
struct Subject {
    std::string_view route = {};
    std::string_view host = {};  // of the request
    std::string_view method = {};
    std::uint16_t status = 0;  // of legacy's answer
    const http::Fields* headers = nullptr;
};

bool holds_for(const Scope& scope, const Subject& subject);

struct RuleSet {
    std::vector<Rule> rules;  // in the order in which they stand in the files

    std::vector<RuleIndex> chosen_for(const Subject& subject) const;
};

/// How near a rule's path is to one value. Of two rules that select the same value the greater
/// holds; of equal ones the later.
struct Precedence {
    int descendants = 0;  // negative: each ".." makes it broader
    int wildcards = 0;    // likewise, and slices and filters
    int scope_terms = 0;
    RuleIndex rule = 0;
    auto operator<=>(const Precedence&) const = default;
};

Precedence precedence(const RulePath& path, const Rule& rule, RuleIndex index);

}  // namespace shadowdiff::rules
