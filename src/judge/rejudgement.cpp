// SPDX-License-Identifier: Apache-2.0
#include "judge/rejudgement.hpp"

#include <algorithm>
#include <set>

namespace shadowdiff::judge {
namespace {

using PatternPlace = std::pair<std::string_view, diff::Kind>;

PatternPlace place_of(const diff::Difference& difference) {
    return {difference.pattern, difference.kind};
}

// A place may be told twice, as a finding here and as noise there: the finding counts.
const ToldPlace* find_told(const std::vector<ToldPlace>& told, const PatternPlace& place) {
    const ToldPlace* found = nullptr;
    for (const auto& one : told) {
        if (PatternPlace{one.pattern, one.kind} != place) continue;
        if (found == nullptr || one.standing == Standing::finding) found = &one;
    }
    return found;
}

}  // namespace

void keep_standings(Judgement& judgement, const std::vector<ToldPlace>& told) {
    for (auto& judged : judgement.differences) {
        const auto* before = find_told(told, place_of(judged.difference));
        if (before == nullptr || judged.difference.severity == diff::Severity::none) continue;
        judged.standing = before->standing;
        judged.reproduced = before->reproduced;
    }
    const bool was_compared = judgement.verdict <= Verdict::mismatch;
    if (!was_compared || judgement.differences.empty()) return;
    judgement.verdict = verdict_of(judgement.differences);
    judgement.severity = severity_of(judgement.differences);
}

FindingChange& RejudgementTally::finding(const Key& key, diff::Severity severity) {
    auto& change = findings_[key];
    if (change.route.empty()) std::tie(change.route, change.pattern, change.kind) = key;
    change.severity = std::max(change.severity, severity);
    return change;
}

void RejudgementTally::add(std::string_view route, Verdict before,
                           const std::vector<ToldPlace>& told, const Judgement& now) {
    ++counts_.rejudged;
    ++counts_.verdicts[{before, now.verdict}];
    const auto key = [&](const PatternPlace& place) {
        return Key{std::string{route}, std::string{place.first}, place.second};
    };
    std::map<PatternPlace, diff::Severity> were;
    for (const auto& place : told) {
        if (place.standing != Standing::finding) continue;
        auto& severity = were[{place.pattern, place.kind}];
        severity = std::max(severity, place.severity);
    }
    for (const auto& [place, severity] : were) ++finding(key(place), severity).before;
    std::map<PatternPlace, diff::Severity> are;
    for (const auto& judged : now.differences) {
        if (judged.standing != Standing::finding) continue;
        auto& severity = are[place_of(judged.difference)];
        severity = std::max(severity, judged.difference.severity);
    }
    for (const auto& [place, severity] : are) ++finding(key(place), severity).after;
    for (const auto& [difference, rule] : now.set_aside) {
        const auto place = place_of(difference);
        if (!were.contains(place) || are.contains(place)) continue;
        auto& rules = finding(key(place), diff::Severity::none).rules;
        if (std::ranges::find(rules, rule) == rules.end()) rules.push_back(rule);
    }
    add_rules(told, now);
}

void RejudgementTally::add_rules(const std::vector<ToldPlace>& told, const Judgement& now) {
    struct Touched {
        bool finding = false;
        bool reproduced = false;
    };
    std::map<rules::RuleIndex, Touched> touched;
    for (const auto& [difference, rule] : now.set_aside) {
        ++counts_.rules[rule].differences;
        const auto* place = find_told(told, place_of(difference));
        const bool is_finding = place != nullptr && place->standing == Standing::finding;
        touched[rule].finding |= is_finding;
        touched[rule].reproduced |= is_finding && place->reproduced;
    }
    for (const auto& [rule, what] : touched) {
        auto& effect = counts_.rules[rule];
        ++effect.exchanges;
        if (what.finding) ++effect.findings;
        if (what.reproduced) ++effect.reproduced;
    }
}

Rejudgement RejudgementTally::take(std::uint64_t compared) {
    counts_.compared = compared;
    for (auto& [key, change] : findings_) {
        std::ranges::sort(change.rules);
        counts_.findings.push_back(std::move(change));
    }
    return std::move(counts_);
}

}  // namespace shadowdiff::judge
