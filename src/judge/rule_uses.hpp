// SPDX-License-Identifier: Apache-2.0
// What each rule did in a run: how often, where, what it hid, and how much of that legacy's own
// noise explains.
#pragma once

#include "base/rule_limits.hpp"
#include "diff/compare.hpp"
#include "judge/verdict.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::judge {

/// At one place, of one route.
struct RulePlace {
    std::string route;
    std::string pattern;
    diff::Kind kind = diff::Kind::changed;
    std::uint64_t exchanges = 0;  // in which the rule set a difference aside there
    std::uint64_t checked = 0;    // of these, with a further answer of legacy
    std::uint64_t stable = 0;     // of those, where legacy agreed with itself there in all of them
    bool operator==(const RulePlace&) const = default;
};

struct RuleUse {
    std::uint64_t exchanges = 0;        // that the rule touched
    std::uint64_t differences = 0;      // that it set aside in them
    std::vector<RulePlace> places;      // sorted by route, pattern, kind
    std::uint64_t places_unlisted = 0;  // exchanges at further places, beyond the bound
    bool operator==(const RuleUse&) const = default;
};

class RuleUses {
public:
    explicit RuleUses(std::size_t rules, const RuleLimits& limits = {})
        : limits_{limits}, rules_(rules) {}

    /// Once for each exchange, with all its answers and what was told of them.
    void add(std::string_view route, const diff::Comparison& comparison,
             const std::vector<JudgedDifference>& told);

    /// One for each rule, in the order of the rule set.
    std::vector<RuleUse> uses() const;

private:
    struct Key {
        std::string route;
        std::string pattern;
        diff::Kind kind = diff::Kind::changed;
        auto operator<=>(const Key&) const = default;
    };
    struct Counts {
        std::uint64_t exchanges = 0;
        std::uint64_t checked = 0;
        std::uint64_t stable = 0;
    };
    struct Rule {
        std::uint64_t exchanges = 0;
        std::uint64_t differences = 0;
        std::map<Key, Counts> places;
        std::uint64_t places_unlisted = 0;
    };

    RuleLimits limits_;
    std::vector<Rule> rules_;
    std::size_t places_ = 0;
};

}  // namespace shadowdiff::judge
