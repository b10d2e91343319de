// SPDX-License-Identifier: Apache-2.0
// The places where legacy differs from itself -> rules to paste, and why there is none for the
// others. A rule is proposed for each route by itself, tried on the run by the caller, and joined
// with the same rule of other routes only where it held on each of them.
#pragma once

#include "config/suggested_rule.hpp"
#include "judge/suggest.hpp"
#include "rules/rule_set.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace shadowdiff::config {

/// What one rule did when all that are left were tried on the run together.
struct TriedRule {
    std::uint64_t exchanges = 0;             // in which it set something aside
    std::uint64_t differences = 0;           // that it set aside in them
    std::uint64_t findings = 0;              // of the exchanges, those where a finding was among it
    std::vector<std::string> patterns = {};  // where it did so
};

class RuleProposals {
public:
    RuleProposals(const std::vector<judge::NoisyPlace>& places, const std::string& owner,
                  std::chrono::sys_days today);

    /// The rules that are left, one for each place of each route.
    std::shared_ptr<const rules::RuleSet> rule_set() const { return set_; }

    /// Takes out those that hide more than they say, or nothing. False when some were: without
    /// them the others may do something else, and are to be tried again.
    bool keep_narrow(const std::vector<TriedRule>& tried, std::uint64_t rejudged);

    /// TOML: the rules with their evidence as comments, and a comment for each that is refused.
    std::string render() const;

private:
    struct Proposal {
        SuggestedRule rule;  // of one route
        rules::Rule read_back;
        TriedRule tried;
    };
    struct Refused {
        std::string route;
        std::string path;
        std::string kind;  // of difference, or the action that was tried
        std::string why;
    };

    void refuse(const Proposal& proposal, std::string why);
    void make_rule_set();

    std::vector<Proposal> proposals_;
    std::vector<Refused> refused_;
    std::shared_ptr<const rules::RuleSet> set_;
    std::uint64_t rejudged_ = 0;
};

}  // namespace shadowdiff::config
