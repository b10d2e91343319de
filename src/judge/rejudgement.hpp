// SPDX-License-Identifier: Apache-2.0
// What other rules would change of exchanges that were judged before: verdicts, findings, and what
// each rule has to do with it.
#pragma once

#include "judge/verdict.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace shadowdiff::judge {

/// A place where answers differed, as it was told when the exchange was judged.
struct ToldPlace {
    std::string pattern;
    diff::Kind kind = diff::Kind::changed;
    Standing standing = Standing::finding;
    diff::Severity severity = diff::Severity::none;
    bool reproduced = false;
    bool operator==(const ToldPlace&) const = default;
};

/// Gives the differences the standing that they were told with: it was decided on more evidence
/// than one exchange holds. Those at places that are new keep their own.
void keep_standings(Judgement& judgement, const std::vector<ToldPlace>& told);

/// One finding: exchanges that showed it when they were judged, and that show it under these rules.
struct FindingChange {
    std::string route;
    std::string pattern;
    diff::Kind kind = diff::Kind::changed;
    diff::Severity severity = diff::Severity::none;  // the highest
    std::uint64_t before = 0;
    std::uint64_t after = 0;
    std::vector<rules::RuleIndex> rules = {};  // that set it aside
    std::string fingerprint = {};              // filled in by who knows how it is made
    bool operator==(const FindingChange&) const = default;
};

struct RuleEffect {
    std::uint64_t exchanges = 0;    // in which it set something aside
    std::uint64_t differences = 0;  // that it set aside in them
    std::uint64_t findings = 0;     // of the exchanges, those where a finding was among it
    std::uint64_t reproduced = 0;   // of these, where asking again had confirmed it
    bool operator==(const RuleEffect&) const = default;
};

struct Rejudgement {
    std::uint64_t compared = 0;  // exchanges of the run whose answers were compared
    std::uint64_t rejudged = 0;  // all that follows is about these alone
    std::map<std::string, std::uint64_t> left_out = {};  // kept exchanges that could not be, by why
    std::map<std::pair<Verdict, Verdict>, std::uint64_t> verdicts = {};  // before and after
    std::vector<FindingChange> findings = {};  // sorted by route, pattern, kind
    std::vector<RuleEffect> rules = {};        // one for each, in their order
    bool operator==(const Rejudgement&) const = default;
};

class RejudgementTally {
public:
    explicit RejudgementTally(std::size_t rules) { counts_.rules.resize(rules); }

    /// `now`: under the new rules, with standings kept.
    void add(std::string_view route, Verdict before, const std::vector<ToldPlace>& told,
             const Judgement& now);
    void leave_out(std::string_view why) { ++counts_.left_out[std::string{why}]; }

    Rejudgement take(std::uint64_t compared);

private:
    using Key = std::tuple<std::string, std::string, diff::Kind>;  // route, pattern

    FindingChange& finding(const Key& key, diff::Severity severity);
    void add_rules(const std::vector<ToldPlace>& told, const Judgement& now);

    Rejudgement counts_;
    std::map<Key, FindingChange> findings_;
};

}  // namespace shadowdiff::judge
