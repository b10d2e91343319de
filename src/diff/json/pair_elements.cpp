// SPDX-License-Identifier: Apache-2.0
#include "diff/json/pair_elements.hpp"

#include "diff/json/alignment.hpp"

#include <cstdint>
#include <unordered_map>
#include <utility>

namespace shadowdiff::diff {

namespace {

bool all_equal_in_order(const Elements& legacy, const Elements& candidate) {
    if (legacy.size() != candidate.size()) return false;
    for (std::size_t i = 0; i < legacy.size(); ++i) {
        if (legacy.hash(i) != candidate.hash(i)) return false;
    }
    return true;
}

ElementPairs pair_by_position(std::size_t size) {
    ElementPairs pairs;
    pairs.list.reserve(size);
    for (std::size_t i = 0; i < size; ++i) pairs.list.push_back({i, i});
    return pairs;
}

bool has_other_order(const std::vector<ElementPair>& in_legacy_order) {
    std::size_t last = 0;
    for (const auto& pair : in_legacy_order) {
        if (!pair.legacy || !pair.candidate) continue;
        if (*pair.candidate < last) return true;
        last = *pair.candidate;
    }
    return false;
}

ElementPairs pair_by_key(const Elements& legacy, const Elements& candidate, ElementKey key) {
    std::unordered_map<std::uint64_t, std::size_t> by_key;
    for (std::size_t i = 0; i < candidate.size(); ++i) {
        by_key.emplace(key.candidate_hashes[i], i);
    }
    ElementPairs pairs;
    std::vector<bool> is_paired(candidate.size());
    for (std::size_t i = 0; i < legacy.size(); ++i) {
        const auto found = by_key.find(key.legacy_hashes[i]);
        if (found == by_key.end()) {
            pairs.list.push_back({i, std::nullopt});
        } else {
            pairs.list.push_back({i, found->second});
            is_paired[found->second] = true;
        }
    }
    pairs.is_reordered = has_other_order(pairs.list);
    for (std::size_t i = 0; i < candidate.size(); ++i) {
        if (!is_paired[i]) pairs.list.push_back({std::nullopt, i});
    }
    pairs.key = std::move(key);
    return pairs;
}

ElementPairs pair_by_alignment(const Elements& legacy, const Elements& candidate,
                               const DiffLimits& limits, std::size_t& steps_left) {
    Alignment alignment{legacy, candidate};
    ElementPairs pairs;
    pairs.is_coarse = !alignment.match_in_order(limits.alignment_edits_max, steps_left);
    alignment.match_moved();
    pairs.is_reordered = has_other_order(alignment.pairs());
    alignment.pair_rest();
    pairs.list = alignment.pairs();
    return pairs;
}

}  // namespace

ElementPairs pair_elements(const Elements& legacy, const Elements& candidate,
                           const DiffLimits& limits, std::size_t& steps_left,
                           std::span<const std::string> declared_key,
                           const std::function<bool()>& join_spellings) {
    if (all_equal_in_order(legacy, candidate)) return pair_by_position(legacy.size());
    if (auto key = find_declared_key(legacy, candidate, declared_key)) {
        return pair_by_key(legacy, candidate, std::move(*key));
    }
    if (auto key = find_element_key(legacy, candidate)) {
        return pair_by_key(legacy, candidate, std::move(*key));
    }
    const bool is_joined = join_spellings();
    auto pairs = pair_by_alignment(legacy, candidate, limits, steps_left);
    pairs.is_coarse = pairs.is_coarse || !is_joined;
    return pairs;
}

}  // namespace shadowdiff::diff
