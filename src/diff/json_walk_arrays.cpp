// SPDX-License-Identifier: Apache-2.0
// How the walk goes through two arrays: at the same places where that is right, else along pairs.
#include "diff/element_key.hpp"
#include "diff/json_walk.hpp"
#include "diff/pair_runs.hpp"
#include "diff/shuffled.hpp"

#include <algorithm>
#include <span>
#include <string>

namespace shadowdiff::diff {

using json::Document;

namespace {

std::vector<std::uint32_t> elements_of(const Document& document, std::uint32_t array) {
    std::vector<std::uint32_t> elements;
    const auto& nodes = document.nodes();
    for (auto child = array + 1; child < nodes[array].next; child = nodes[child].next) {
        elements.push_back(child);
    }
    return elements;
}

bool has_one_element(const Document& document, std::uint32_t array) {
    const auto& nodes = document.nodes();
    return !document.is_empty_container(array) && nodes[array + 1].next == nodes[array].next;
}

/// The keys of the elements that are on both sides, as a JSON array, up to the bound of a value.
std::string key_sequence(const Document& document, const std::vector<std::uint32_t>& keys,
                         const std::vector<std::size_t>& positions, std::size_t bytes_max) {
    std::string text = "[";
    for (const auto position : positions) {
        if (text.size() > bytes_max) break;
        if (text.size() > 1) text += ',';
        text += document.source(keys[position]).substr(0, bytes_max + 1);
    }
    return text + "]";
}

}  // namespace

Likeness JsonWalk::compare_arrays(Index legacy, Index candidate) {
    rules_.enter_arrays(legacy_, legacy, candidate_, candidate);
    if (probing_ > 0) return probe_arrays(legacy, candidate);
    // Whatever rules hold of elements by their places: these have no place.
    const auto any_order = rules_.is_idle() ? std::nullopt : rules_.excuse(legacy, candidate, true);
    if (any_order && are_shuffled(legacy_, legacy, candidate_, candidate)) {
        return report(Kind::reordered, Severity::high, legacy_.source(legacy),
                      candidate_.source(candidate), any_order);
    }
    if (rules_.key() != nullptr) return compare_aligned(legacy, candidate);
    if (has_one_element(legacy_, legacy) && has_one_element(candidate_, candidate) &&
        can_be_paired(legacy_, legacy + 1, candidate_, candidate + 1)) {
        return compare_at({nullptr, 0}, legacy + 1, candidate + 1);
    }
    const auto first_unlike = space_.unlike.size();
    const bool in_place = list_unlike(legacy, candidate) && stand_in_place(first_unlike);
    const auto likeness =
        in_place ? compare_unlike(first_unlike) : compare_aligned(legacy, candidate);
    space_.unlike.resize(first_unlike);
    return likeness;
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
bool JsonWalk::stand_in_place(std::size_t first_unlike) {
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
            json::hash_value(legacy_, agreement.legacy, std::span{&keys.emplace_back(), 1});
        } else if (!can_be_paired(legacy_, one.legacy, candidate_, one.candidate)) {
            return false;
        }
        are_apart = are_apart && (before == nullptr || before->position + 1 < one.position);
        before = &one;
        ++count;
    }
    const bool all_have_keys = keys.size() == count;
    std::ranges::sort(keys);
    // What occurs on both sides, and has the same key as its neighbour in place, has a key twice.
    if (all_have_keys && std::ranges::adjacent_find(keys) == keys.end()) return true;
    return (all_have_keys || are_apart) && !share_an_element(first_unlike) &&
           !share_a_spelling(first_unlike);
}

Likeness JsonWalk::compare_unlike(std::size_t first_unlike) {
    auto likeness = Likeness::same;
    const auto end = space_.unlike.size();
    for (auto i = first_unlike; i < end; ++i) {
        const auto one = space_.unlike[i];
        likeness =
            std::max(likeness, compare_at({nullptr, one.position}, one.legacy, one.candidate));
    }
    return likeness;
}

Likeness JsonWalk::compare_aligned(Index legacy, Index candidate) {
    const auto* key = rules_.key();
    const auto declared = key != nullptr ? std::span<const std::string>{key->members}
                                         : std::span<const std::string>{};
    hash(space_.legacy, legacy_, legacy);
    hash(space_.candidate, candidate_, candidate);
    Elements in_legacy{legacy_, space_.legacy.hashes, elements_of(legacy_, legacy)};
    Elements in_candidate{candidate_, space_.candidate.hashes, elements_of(candidate_, candidate)};
    const auto pairs =
        pair_elements(in_legacy, in_candidate, limits_, alignment_steps_left_, declared,
                      [&] { return join_spellings(in_legacy, in_candidate); });
    if (pairs.is_coarse) found_.count_coarse_list();
    auto likeness = pairs.is_reordered ? report_order(pairs, legacy, candidate) : Likeness::same;
    for (const auto& pair : pairs.list) {
        const auto position = pair.legacy ? *pair.legacy : *pair.candidate;
        const auto of_legacy =
            pair.legacy ? MaybeIndex{in_legacy.nodes[*pair.legacy]} : std::nullopt;
        const auto of_candidate =
            pair.candidate ? MaybeIndex{in_candidate.nodes[*pair.candidate]} : std::nullopt;
        // More or fewer elements are other content, not another form.
        likeness = std::max(likeness, compare_at({nullptr, static_cast<Index>(position)}, of_legacy,
                                                 of_candidate, Severity::medium));
    }
    return likeness;
}

Likeness JsonWalk::report_order(const ElementPairs& pairs, Index legacy, Index candidate) {
    const auto excuse = rules_.excuse(legacy, candidate, true);
    if (!pairs.key) {
        return report(Kind::reordered, Severity::high, legacy_.source(legacy),
                      candidate_.source(candidate), excuse);
    }
    std::vector<std::size_t> in_legacy;
    std::vector<std::size_t> in_candidate;
    for (const auto& pair : pairs.list) {
        if (!pair.legacy || !pair.candidate) continue;
        in_legacy.push_back(*pair.legacy);
        in_candidate.push_back(*pair.candidate);
    }
    std::ranges::sort(in_candidate);
    const auto bytes_max = limits_.value_bytes_max;
    return report(Kind::reordered, Severity::high,
                  key_sequence(legacy_, pairs.key->legacy, in_legacy, bytes_max),
                  key_sequence(candidate_, pairs.key->candidate, in_candidate, bytes_max), excuse);
}

/// The hash of a value, and of all in it: what is in a value that was hashed is not hashed again.
std::uint64_t JsonWalk::hash(HashedNodes& hashed, const Document& document, Index index) {
    const auto end = document.nodes()[index].next;
    if (index >= hashed.begin && end <= hashed.end) return hashed.hashes[index];
    hashed.hashes.resize(document.nodes().size());
    hashed.begin = index;
    hashed.end = end;
    if (probe_steps_left_ < end - index) {  // all at once, and never again
        hashed.begin = 0;
        hashed.end = document.nodes()[0].next;
    } else {
        probe_steps_left_ -= end - index;
    }
    const auto size = hashed.end - hashed.begin;
    const auto values = std::span{hashed.hashes}.subspan(hashed.begin, size);
    const auto side = &document == &legacy_ ? rules::Side::legacy : rules::Side::candidate;
    if (!rules_.has_rules()) {
        json::hash_value(document, hashed.begin, values);
    } else if (hashed.begin == 0) {
        rules_.hash_all(side, values);
    } else {
        rules_.hash(side, index, values);
    }
    return hashed.hashes[index];
}

void JsonWalk::hash_all() {
    hash(space_.legacy, legacy_, 0);
    hash(space_.candidate, candidate_, 0);
}

}  // namespace shadowdiff::diff
