// SPDX-License-Identifier: Apache-2.0
#include "judge/minted_ids.hpp"

#include "diff/meaning/minted.hpp"
#include "normalise/id_parts.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace shadowdiff::judge {

namespace {

std::vector<IdPair> pairs_of(const diff::Difference& difference) {
    std::vector<IdPair> pairs;
    auto minted = diff::minted_pairs(difference);
    if (!minted) return pairs;
    for (auto& [legacy, candidate] : *minted) {
        pairs.push_back({std::move(legacy), std::move(candidate)});
    }
    return pairs;
}

}  // namespace

bool MintedIds::is_named(const std::string& id) const {
    return named_.contains(id) || named_before_.contains(id);
}

bool MintedIds::agree(const diff::Difference& difference) const {
    return std::ranges::all_of(pairs_of(difference),
                               [&](const IdPair& pair) { return made_.agrees(pair); });
}

bool MintedIds::are_of_something_else(const diff::Difference& difference) const {
    return std::ranges::any_of(pairs_of(difference), [&](const IdPair& pair) {
        return made_.are_crossed(pair) || is_named(pair.legacy) || is_named(pair.candidate);
    });
}

bool MintedIds::are_known(const diff::Difference& difference) const {
    if (made_.size() == 0) return false;
    const auto pairs = pairs_of(difference);
    return !pairs.empty() &&
           std::ranges::all_of(pairs, [&](const IdPair& pair) { return made_.knows(pair); });
}

void MintedIds::learn(const diff::Difference& difference) {
    for (const auto& pair : pairs_of(difference)) made_.learn(pair);
}

void MintedIds::learn_named(std::string_view target) {
    if (target.size() < normalise::random_id_size_min) return;
    for (const auto part : normalise::id_parts(target)) {
        if (part.size() > RenamingLimits{}.id_bytes_max || !normalise::is_random_id(part)) continue;
        if (named_.size() >= limits_.ids_max) named_before_ = std::exchange(named_, {});
        named_.emplace(part);
    }
}

}  // namespace shadowdiff::judge
