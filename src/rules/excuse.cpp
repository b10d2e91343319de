// SPDX-License-Identifier: Apache-2.0
#include "rules/excuse.hpp"

#include "base/instant.hpp"
#include "base/overload.hpp"
#include "normalise/date.hpp"
#include "rules/numbers.hpp"
#include "rules/texts.hpp"

#include <charconv>
#include <chrono>
#include <type_traits>
#include <vector>

namespace shadowdiff::rules {

namespace {

using MaybeRule = std::optional<RuleIndex>;

bool guard_holds(const Rule& rule, const Question& question) {
    if (!rule.when) return true;
    return !question.is_order && question.legacy && question.candidate &&
           has_format(*question.legacy, *rule.when) && has_format(*question.candidate, *rule.when);
}

/// Where a time stands, since 1970; with a fixed place for those that tell no offset.
struct Moment {
    Duration at{};
    bool is_local = false;
};

std::optional<Moment> moment_of(const Value& value) {
    if (const auto instant = parse_instant(value.text)) {
        if (const auto utc = instant->utc()) return Moment{utc->time_since_epoch(), false};
        return Moment{instant->local.time_since_epoch(), true};
    }
    if (const auto date = normalise::parse_date(value.text)) {
        return Moment{date->time_since_epoch(), false};
    }
    std::int64_t count = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), count);
    if (has_format(value, Format::epoch_s)) return Moment{std::chrono::seconds{count}};
    if (has_format(value, Format::epoch_ms)) return Moment{std::chrono::milliseconds{count}};
    if (has_format(value, Format::epoch_us)) return Moment{std::chrono::microseconds{count}};
    return std::nullopt;
}

/// Local time does not stand for UTC, nor seconds for milliseconds.
bool are_near(const TimeWindow& window, const Value& legacy, const Value& candidate) {
    const auto one = moment_of(legacy);
    const auto other = moment_of(candidate);
    const bool are_alike = legacy.type == candidate.type && one && other &&
                           one->is_local == other->is_local &&
                           is_number(legacy) == is_number(candidate) &&
                           (!is_number(legacy) || legacy.text.size() == candidate.text.size());
    if (!are_alike) return false;
    return (one->at > other->at ? one->at - other->at : other->at - one->at) <= window.within;
}

bool is_absence(const std::optional<Value>& one, const std::optional<Value>& other) {
    return one && !other && one->type == json::Type::null;
}

/// Whether this rule alone makes the values equal; those for texts act together.
class ValueRules {
public:
    ValueRules(const RuleSet& set, const Question& question, const RuleLimits& limits)
        : set_{set}, question_{question}, limits_{limits} {}

    void add(RuleIndex rule) { rules_.push_back(rule); }
    bool is_empty() const { return rules_.empty(); }

    MaybeRule excuse() const {
        for (const auto rule : rules_) {
            if (equates(set_.rules[rule].action)) return rule;
        }
        return excuse_text();
    }

private:
    bool equates(const Action& action) const {
        const auto& legacy = question_.legacy;
        const auto& candidate = question_.candidate;
        if (std::holds_alternative<NullEqualsAbsent>(action)) {
            return is_absence(legacy, candidate) || is_absence(candidate, legacy);
        }
        if (!legacy || !candidate) return false;
        const bool are_numbers = is_number(*legacy) && is_number(*candidate);
        return std::visit(
            Overload{
                [&](const Tolerance& tolerance) {
                    return are_numbers &&
                           is_within(tolerance, legacy->text, candidate->text, limits_.digits_max);
                },
                [&](const Round& round) {
                    return are_numbers && are_equal(rounded(legacy->text, round.places),
                                                    rounded(candidate->text, round.places));
                },
                [&](const TimeWindow& window) { return are_near(window, *legacy, *candidate); },
                [&](const SameFormat& same) {
                    return has_same_format(*legacy, *candidate, same.format);
                },
                [](const auto&) { return false; }},
            action);
    }

    MaybeRule excuse_text() const {
        const auto& legacy = question_.legacy;
        const auto& candidate = question_.candidate;
        const bool are_texts = legacy && candidate && legacy->type == json::Type::string &&
                               candidate->type == json::Type::string &&
                               legacy->text.size() <= limits_.text_bytes_max &&
                               candidate->text.size() <= limits_.text_bytes_max;
        if (!are_texts) return std::nullopt;
        auto of_legacy = legacy->text;
        auto of_candidate = candidate->text;
        MaybeRule first;
        for (const auto rule : in_order_of_rewriting()) {
            const auto& action = set_.rules[rule].action;
            of_legacy = rewritten(std::move(of_legacy), action, Side::legacy);
            of_candidate = rewritten(std::move(of_candidate), action, Side::candidate);
            if (!first) first = rule;
            if (of_legacy == of_candidate) return first;
        }
        return std::nullopt;
    }

    std::vector<RuleIndex> in_order_of_rewriting() const {
        std::vector<RuleIndex> ordered;
        const auto take = [&]<class A>(std::type_identity<A>) {
            for (const auto rule : rules_) {
                if (std::holds_alternative<A>(set_.rules[rule].action)) ordered.push_back(rule);
            }
        };
        take(std::type_identity<Replace>{});
        take(std::type_identity<MapHost>{});
        take(std::type_identity<IgnoreWhitespace>{});
        take(std::type_identity<IgnoreCase>{});
        return ordered;
    }

    const RuleSet& set_;
    const Question& question_;
    const RuleLimits& limits_;
    std::vector<RuleIndex> rules_;
};

}  // namespace

MaybeRule excuse(const RuleSet& set, const InForce& in_force, const Question& question,
                 const RuleLimits& limits) {
    if (question.is_order) {
        for (const auto rule : in_force.array) {
            if (std::holds_alternative<Unordered>(set.rules[rule].action)) return rule;
        }
    }
    ValueRules values{set, question, limits};
    for (const auto rule : in_force.values) {
        if (!guard_holds(set.rules[rule], question)) continue;
        const auto& action = set.rules[rule].action;
        if (std::holds_alternative<Compare>(action)) break;
        if (!std::holds_alternative<Ignore>(action)) {
            values.add(rule);
        } else if (values.is_empty()) {
            return rule;
        }
    }
    return question.is_order ? std::nullopt : values.excuse();
}

}  // namespace shadowdiff::rules
