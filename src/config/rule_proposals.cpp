// SPDX-License-Identifier: Apache-2.0
#include "config/rule_proposals.hpp"

#include "base/counted.hpp"
#include "config/rule_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace shadowdiff::config {
namespace {

constexpr auto holds_for = std::chrono::days{90};  // then somebody looks again

std::string day_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string evidence_of(const judge::NoisyPlace& place) {
    auto text = fmt::format("On {} legacy differed from itself here in {} of {}", place.route,
                            grouped(place.differed),
                            counted(place.compared, "pair of answers", "pairs of answers"));
    if (place.values.empty()) return text + ".";
    const auto& [legacy, other] = place.values.front();
    return text + fmt::format(": {} and {}.", legacy.empty() ? "nothing" : legacy,
                              other.empty() ? "nothing" : other);
}

std::optional<rules::Rule> read_back(const SuggestedRule& rule, std::chrono::sys_days today) {
    auto read = parse_rules(render_rule(rule), "suggested", today);
    if (!read.faults.empty() || read.rules.size() != 1) return std::nullopt;
    return std::move(read.rules[0].rule);
}

/// Why what the rule did on the run forbids it; "" when nothing does.
std::string why_too_broad(const SuggestedRule& rule, const TriedRule& tried) {
    if (tried.findings > 0) {
        return fmt::format("it would hide a finding in {} of {}", grouped(tried.findings),
                           counted(tried.exchanges, "exchange", "exchanges"));
    }
    if (tried.exchanges == 0) return "in what the run kept it would set nothing aside";
    for (const auto& pattern : tried.patterns) {
        if (pattern != rule.path) return fmt::format("it would hide {} as well", pattern);
    }
    return "";
}

}  // namespace

RuleProposals::RuleProposals(const std::vector<judge::NoisyPlace>& places, const std::string& owner,
                             std::chrono::sys_days today) {
    for (const auto& place : places) {
        const auto kind = std::string{diff::name(place.kind)};
        auto suggestion = judge::suggest(place);
        if (!suggestion) {
            refused_.push_back({place.route, place.pattern, kind, std::move(suggestion.error())});
            continue;
        }
        if (place.route.contains('*')) {
            refused_.push_back({place.route, place.pattern, kind,
                                "a rule cannot name this route without others that are like it"});
            continue;
        }
        SuggestedRule rule{.path = place.pattern,
                           .routes = {place.route},
                           .suggestion = *std::move(suggestion),
                           .evidence = {evidence_of(place)},
                           .reason = "legacy differs from itself here",
                           .owner = owner,
                           .expires = day_text(today + holds_for)};
        if (auto read = read_back(rule, today)) {
            proposals_.push_back({std::move(rule), *std::move(read), {}});
        } else {
            refused_.push_back(
                {place.route, place.pattern, kind, "its path cannot be written as a rule's"});
        }
    }
    make_rule_set();
}

void RuleProposals::make_rule_set() {
    auto set = std::make_shared<rules::RuleSet>();
    for (const auto& proposal : proposals_) set->rules.push_back(proposal.read_back);
    set_ = std::move(set);
}

void RuleProposals::refuse(const Proposal& proposal, std::string why) {
    refused_.push_back({proposal.rule.routes.front(), proposal.rule.path,
                        std::string{name(proposal.rule.suggestion.action)}, std::move(why)});
}

bool RuleProposals::keep_narrow(const std::vector<TriedRule>& tried, std::uint64_t rejudged) {
    assert(tried.size() == proposals_.size());
    rejudged_ = rejudged;
    std::vector<Proposal> narrow;
    for (std::size_t i = 0; i < proposals_.size(); ++i) {
        auto& proposal = proposals_[i];
        proposal.tried = tried[i];
        if (auto why = why_too_broad(proposal.rule, proposal.tried); !why.empty()) {
            refuse(proposal, std::move(why));
        } else {
            narrow.push_back(std::move(proposal));
        }
    }
    const bool all_stood = narrow.size() == proposals_.size();
    proposals_ = std::move(narrow);
    make_rule_set();
    return all_stood;
}

std::string RuleProposals::render() const {
    using SameRule = std::tuple<std::string, std::string_view, std::string>;
    std::map<SameRule, Proposal> joined;
    for (const auto& proposal : proposals_) {
        const auto& [path, routes, suggestion, evidence, reason, owner, expires] = proposal.rule;
        const auto argument = suggestion.keys.empty() ? "" : suggestion.keys.front().second;
        const auto [at, is_new] =
            joined.try_emplace({path, name(suggestion.action), argument}, proposal);
        if (is_new) continue;
        auto& [rule, read, tried] = at->second;
        rule.routes.push_back(routes.front());
        rule.evidence.push_back(evidence.front());
        tried.exchanges += proposal.tried.exchanges;
        tried.differences += proposal.tried.differences;
    }
    std::string text;
    for (auto& [key, proposal] : joined) {
        proposal.rule.evidence.push_back(fmt::format(
            "Tried on this run: it sets aside {} in {} of {}, and no finding.",
            counted(proposal.tried.differences, "difference", "differences"),
            grouped(proposal.tried.exchanges), counted(rejudged_, "exchange", "exchanges")));
        text += render_rule(proposal.rule) + "\n";
    }
    for (const auto& [route, path, kind, why] : refused_) {
        text +=
            render_comment(fmt::format("No rule for {} on {} ({}): {}.", path, route, kind, why));
    }
    return text;
}

}  // namespace shadowdiff::config
