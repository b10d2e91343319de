// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/rules/rules_of.hpp"

#include "config/rule_file.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::test {

rules::RuleSet rules_of(const std::vector<std::string>& tables) {
    std::string toml;
    for (const auto& table : tables) {
        toml += "[[rule]]\nreason = 'r'\nowner = 'o'\nexpires = 'never'\n" + table + "\n";
    }
    const auto file = config::parse_rules(toml, "test.toml", {});
    CAPTURE(config::to_text(file.faults));
    REQUIRE(file.faults.empty());
    rules::RuleSet set;
    for (const auto& declared : file.rules) set.rules.push_back(declared.rule);
    return set;
}

}  // namespace shadowdiff::test
