// SPDX-License-Identifier: Apache-2.0
#include "judge/evidence.hpp"

#include <fmt/format.h>

namespace shadowdiff::judge {
namespace {

template <class Key>
std::size_t value_or_zero(const std::map<Key, std::size_t>& counts, const Key& key) {
    const auto found = counts.find(key);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

std::vector<diff::Difference> with_unlisted(const diff::Differences& differences) {
    auto list = differences.list;
    if (differences.unlisted > 0) {
        list.push_back({.path = "answer",
                        .pattern = "answer",
                        .kind = diff::Kind::added,
                        .severity = diff::Severity::high,
                        .legacy = "",
                        .candidate = fmt::format("{} differences more than are listed",
                                                 differences.unlisted)});
    }
    return list;
}

void FurtherAnswers::add(const diff::Differences& differences) {
    ++count_;
    std::set<NoiseKey> keys;
    std::set<std::string> paths;
    for (auto& difference : with_unlisted(differences)) {
        if (difference.severity == diff::Severity::none) continue;
        paths.insert(difference.path);
        if (difference.basis == diff::Basis::undecided) continue;
        keys.insert(key_of(difference));
        if (difference.basis == diff::Basis::digests) continue;
        values_.emplace(std::move(difference.path), difference.kind,
                        std::move(difference.candidate));
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

bool FurtherAnswers::has(const diff::Difference& difference) const {
    return values_.contains({difference.path, difference.kind, difference.candidate});
}

Evidence evidence_of(const diff::Comparison& comparison) {
    Evidence evidence;
    for (const auto& answer : comparison.answers) {
        evidence.asked_again |= answer.attempt > 0;
        const bool is_candidate = answer.leg == http::Leg::candidate;
        const bool is_first = answer.attempt == 0 && answer.leg != http::Leg::secondary;
        if (is_first || answer.failure) continue;
        (is_candidate ? evidence.candidate : evidence.legacy).add(answer.differences);
    }
    return evidence;
}

}  // namespace shadowdiff::judge
