// SPDX-License-Identifier: Apache-2.0
#include "judge/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::judge {
namespace {

constexpr const char* unlisted_place = "answer";

template <class Key>
std::size_t value_or_zero(const std::map<Key, std::size_t>& counts, const Key& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

std::vector<diff::Difference> with_unlisted(const diff::Differences& differences) {
    auto list = differences.list;
    if (differences.unlisted > 0) {
        list.push_back({.path = unlisted_place,
                        .pattern = unlisted_place,
                        .kind = diff::Kind::added,
                        .severity = diff::Severity::high,
                        .legacy = "",
                        .candidate = fmt::format("{} differences more than are listed",
                                                 differences.unlisted)});
    }
    return list;
}

void FurtherAnswers::add(const diff::Differences& differences, const rules::RuleSet* rules) {
    ++count_;
    std::set<NoiseKey> keys;
    std::set<std::string> paths;
    for (auto& difference : with_unlisted(differences)) {
        if (difference.severity == diff::Severity::none) continue;
        paths.insert(difference.path);
        if (difference.basis == diff::Basis::undecided) continue;
        keys.insert(key_of(difference));
        if (is_of_element(difference)) elements_.insert({key_of(difference), difference.path});
        if (difference.basis == diff::Basis::digests) continue;
        ++values_[{std::move(difference.path), difference.kind, std::move(difference.candidate)}];
    }
    for (const auto& [difference, rule] : differences.set_aside) {
        if (rules == nullptr || !rules->rules.at(rule).keep_shape) continue;
        paths.insert(difference.path);
        ++values_[{difference.path, difference.kind, difference.candidate}];
    }
    for (const auto& key : keys) ++keys_[key];
    for (const auto& path : paths) ++paths_[path];
}

std::size_t FurtherAnswers::count_with(const NoiseKey& key) const {
    return value_or_zero(keys_, key);
}

std::size_t FurtherAnswers::count_at(const std::string& path) const {
    return value_or_zero(paths_, path);
}

std::size_t FurtherAnswers::count_of(const diff::Difference& difference) const {
    return value_or_zero(values_, {difference.path, difference.kind, difference.candidate});
}

bool FurtherAnswers::keep(const diff::Difference& difference) const {
    const auto moves = [&](const auto& seen) {
        const auto& [pattern, kind] = seen.first;
        // What is not listed may be anywhere.
        return kind != diff::Kind::changed &&
               (pattern == unlisted_place || difference.pattern.starts_with(pattern));
    };
    return count_at(difference.path) == 0 && std::ranges::none_of(keys_, moves);
}

std::vector<std::string> FurtherAnswers::values_at(const std::string& path) const {
    std::vector<std::string> values;
    for (auto next = values_.lower_bound({path, diff::Kind::changed, ""}); next != values_.end();
         ++next) {
        const auto& [at, kind, value] = next->first;
        if (at != path || kind != diff::Kind::changed) break;
        values.push_back(value);
    }
    return values;
}

Evidence evidence_of(const diff::Comparison& comparison, bool is_control,
                     const rules::RuleSet* rules) {
    Evidence evidence;
    if (comparison.twin) {
        evidence.legacy.add(*comparison.twin, rules);
        evidence.second_legacy = &*comparison.twin;
    }
    for (const auto& answer : comparison.answers) {
        evidence.attempts = std::max(evidence.attempts, answer.attempt);
        const bool is_candidate = answer.leg == http::Leg::candidate;
        const bool is_first = is_candidate && answer.attempt == 0;
        if (is_first || answer.failure) continue;
        (is_candidate ? evidence.candidate : evidence.legacy).add(answer.differences, rules);
        const bool is_unconditional = answer.attempt == 0 || is_control;
        if (!is_candidate && is_unconditional && !evidence.second_legacy) {
            evidence.second_legacy = &answer.differences;
        }
    }
    return evidence;
}

}  // namespace shadowdiff::judge
