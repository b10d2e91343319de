// SPDX-License-Identifier: Apache-2.0
// The rules made ready for exchanges: for each set of rules that holds for some exchange, its
// automaton and its places in the envelope, kept for the next one.
#pragma once

#include "rules/excuse.hpp"
#include "rules/path_rules.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace shadowdiff::rules {

/// The rules that hold for one exchange. Not for several threads.
class ScopedRules {
public:
    ScopedRules(const RuleSet& set, std::vector<RuleIndex> chosen, const RuleLimits& limits);

    const RuleSet& set() const { return set_; }
    const RuleLimits& limits() const { return limits_; }
    /// True when no rule is about bodies' trees.
    bool has_none_for_trees() const { return !has_paths_; }
    PathRules& paths() { return paths_; }
    /// Of a difference outside of a body's tree.
    std::optional<RuleIndex> excuse(std::string_view path, const Question& question) const;

private:
    struct EnvelopeRule {
        const EnvelopePlace* place = nullptr;
        Precedence precedence;
    };

    const RuleSet& set_;
    RuleLimits limits_;
    PathRules paths_;
    bool has_paths_ = false;
    std::vector<EnvelopeRule> envelope_;  // those of greater precedence first
};

/// Not for several threads: each comparing thread has its own.
class Rulebook {
public:
    explicit Rulebook(std::shared_ptr<const RuleSet> set, const RuleLimits& limits = {});

    const RuleSet& set() const { return *set_; }
    /// Else the same rules hold for every exchange, and nothing of its subject is looked at.
    bool has_scopes() const { return has_scopes_; }
    /// Null when no rule holds for the exchange. Valid until the next call.
    ScopedRules* rules_for(const Subject& subject);

private:
    ScopedRules* made_ready(std::vector<RuleIndex> chosen);

    std::shared_ptr<const RuleSet> set_;
    RuleLimits limits_;
    bool has_scopes_;                   // else all rules hold for every exchange
    ScopedRules* all_ready_ = nullptr;  // where they do
    std::map<std::vector<RuleIndex>, std::unique_ptr<ScopedRules>> scoped_;
};

}  // namespace shadowdiff::rules
