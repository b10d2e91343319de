// SPDX-License-Identifier: Apache-2.0
// Whether the elements of two arrays stand at the same places: then they are compared there, and
// need no alignment.
#include "diff/json/element_key.hpp"
#include "diff/json/json_walk.hpp"
#include "diff/json/pair_runs.hpp"

#include <algorithm>
#include <span>

namespace shadowdiff::diff {

/// Whether no alignment would pair the elements otherwise. Lists those that are to be compared.
bool JsonWalk::stand_in_place(Index legacy, Index candidate) {
    const auto first_unlike = space_.unlike.size();
    if (list_few_others(legacy, candidate) && have_own_keys(first_unlike)) return true;
    space_.unlike.resize(first_unlike);
    return list_unlike(legacy, candidate) && are_unlike_in_place(first_unlike);
}

// More elements than that cost less to probe than to sort.
static constexpr std::size_t few_others = 32;

/// The elements that have other texts, when they are few and the arrays equally long.
bool JsonWalk::list_few_others(Index legacy, Index candidate) {
    if (replaced_.know(legacy, candidate)) return list_few_replaced(legacy);
    const auto first = space_.unlike.size();
    auto other = candidate + 1;
    const auto other_end = candidate_node(candidate).next;
    Index position = 0;
    for (auto element = legacy + 1; element < legacy_node(legacy).next; ++position) {
        if (other == other_end) return false;
        if (!is_same_text(element, other) && !is_same_run(element, other)) {
            if (space_.unlike.size() - first == few_others) return false;
            space_.unlike.push_back({element, other, position, Likeness::different});
        }
        element = legacy_node(element).next;
        other = candidate_node(other).next;
    }
    return other == other_end;
}

/// Of an array that both tapes have at this index.
bool JsonWalk::list_few_replaced(Index array) {
    const auto first = space_.unlike.size();
    const auto end = legacy_node(array).next;
    Index position = 0;
    Index element = array + 1;
    for (auto replaced = replaced_.first_from(element); replaced < end; ++position) {
        const auto next = legacy_node(element).next;
        if (replaced < next) {
            if (space_.unlike.size() - first == few_others) return false;
            space_.unlike.push_back({element, element, position, Likeness::different});
            replaced = replaced_.first_from(next);
        }
        element = next;
    }
    return true;
}

/// True when each of them has its partner's key, and none has another one's: then they stand in
/// place whatever differs in them, and need not be probed before they are compared.
bool JsonWalk::have_own_keys(std::size_t first_unlike) {
    auto& keys = space_.keys;
    keys.clear();
    for (auto i = first_unlike; i < space_.unlike.size(); ++i) {
        const auto& one = space_.unlike[i];
        const auto agreement = have_one_key(one.legacy, one.candidate);
        if (agreement.answer != KeyAgreement::yes) return false;
        keys.push_back(agreement.legacy);
    }
    return are_distinct(legacy_, keys, space_.key_hashes);
}

/// Where both tapes are alike, what one has as a key is the other's, too, unless it is replaced.
KeyAgreement JsonWalk::have_one_key(Index legacy, Index candidate) {
    if (replaced_.know(legacy, candidate)) {
        const auto key = first_key(legacy_, legacy);
        const bool is_same = key && legacy_node(*key).type == candidate_node(*key).type &&
                             legacy_.same_raw(legacy_node(*key), candidate_, candidate_node(*key));
        if (is_same) return {KeyAgreement::yes, *key};
    }
    return key_agreement(legacy_, legacy, candidate_, candidate);
}

/// Compares without a report, and goes no further than to the first difference.
Likeness JsonWalk::probe(Step step, Index legacy, Index candidate) {
    if (probe_steps_left_ == 0) {
        hash_all();
        const bool same = space_.legacy.hashes[legacy] == space_.candidate.hashes[candidate];
        return same ? Likeness::spelled : Likeness::different;
    }
    --probe_steps_left_;
    ++probing_;
    const auto likeness = compare_at(step, legacy, candidate);
    --probing_;
    return likeness;
}

Likeness JsonWalk::probe_arrays(Index legacy, Index candidate) {
    auto likeness = Likeness::same;
    auto other = candidate + 1;
    const auto other_end = candidate_node(candidate).next;
    Index position = 0;
    for (auto element = legacy + 1; element < legacy_node(legacy).next; ++position) {
        if (other == other_end) return Likeness::different;
        likeness = std::max(likeness, probe({nullptr, position}, element, other));
        if (likeness == Likeness::different) return likeness;
        element = legacy_node(element).next;
        other = candidate_node(other).next;
    }
    return other == other_end ? likeness : Likeness::different;
}

/// Holds the elements against each other place by place; false when one array is longer.
bool JsonWalk::list_unlike(Index legacy, Index candidate) {
    auto other = candidate + 1;
    const auto other_end = candidate_node(candidate).next;
    Index position = 0;
    for (auto element = legacy + 1; element < legacy_node(legacy).next; ++position) {
        if (other == other_end) return false;
        const auto likeness = probe({nullptr, position}, element, other);
        if (likeness != Likeness::same) {
            space_.unlike.push_back({element, other, position, likeness});
        }
        element = legacy_node(element).next;
        other = candidate_node(other).next;
    }
    return other == other_end;
}

/// True when the elements that differ are the same ones, changed: no alignment would pair them
/// otherwise. Those that are equal at their places are as many as any alignment can make equal when
/// of the others none occurs on both sides.
bool JsonWalk::are_unlike_in_place(std::size_t first_unlike) {
    const std::span unlike{space_.unlike.begin() + static_cast<std::ptrdiff_t>(first_unlike),
                           space_.unlike.end()};
    bool are_apart = true;
    const UnlikeElements* before = nullptr;
    auto& keys = space_.keys;
    keys.clear();
    std::size_t count = 0;
    for (const auto& one : unlike) {
        if (one.likeness == Likeness::spelled) continue;
        const auto agreement = key_agreement(legacy_, one.legacy, candidate_, one.candidate);
        if (agreement.answer == KeyAgreement::no) return false;
        if (agreement.answer == KeyAgreement::yes) {
            keys.push_back(agreement.legacy);
        } else if (!can_be_paired(legacy_, one.legacy, candidate_, one.candidate)) {
            return false;
        }
        are_apart = are_apart && (before == nullptr || before->position + 1 < one.position);
        before = &one;
        ++count;
    }
    const bool all_have_keys = keys.size() == count;
    // What occurs on both sides, and has the same key as its neighbour in place, has a key twice.
    if (all_have_keys && are_distinct(legacy_, keys, space_.key_hashes)) return true;
    return (all_have_keys || are_apart) && !share_an_element(first_unlike) &&
           !share_a_spelling(first_unlike);
}

}  // namespace shadowdiff::diff
