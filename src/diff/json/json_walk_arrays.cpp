// SPDX-License-Identifier: Apache-2.0
// How the walk goes through two arrays: at the same places where that is right, else along pairs.
#include "diff/json/json_walk.hpp"
#include "diff/json/pair_runs.hpp"
#include "diff/json/shuffled.hpp"

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
        return report({Kind::reordered, Severity::high}, legacy_.source(legacy),
                      candidate_.source(candidate), any_order);
    }
    if (rules_.key() != nullptr) return compare_aligned(legacy, candidate);
    if (has_one_element(legacy_, legacy) && has_one_element(candidate_, candidate) &&
        can_be_paired(legacy_, legacy + 1, candidate_, candidate + 1)) {
        return compare_at({nullptr, 0}, legacy + 1, candidate + 1);
    }
    const auto first_unlike = space_.unlike.size();
    const bool in_place = stand_in_place(legacy, candidate);
    const auto likeness =
        in_place ? compare_unlike(first_unlike) : compare_aligned(legacy, candidate);
    space_.unlike.resize(first_unlike);
    return likeness;
}

Likeness JsonWalk::compare_unlike(std::size_t first_unlike) {
    auto likeness = Likeness::same;
    const auto end = space_.unlike.size();
    for (auto i = first_unlike; i < end; ++i) {
        const auto one = space_.unlike[i];
        likeness = std::max(likeness,
                            compare_unlike_at({nullptr, one.position}, one.legacy, one.candidate));
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
        const Step step{nullptr, static_cast<Index>(position)};
        const auto of_legacy =
            pair.legacy ? MaybeIndex{in_legacy.nodes[*pair.legacy]} : std::nullopt;
        const auto of_candidate =
            pair.candidate ? MaybeIndex{in_candidate.nodes[*pair.candidate]} : std::nullopt;
        // More or fewer elements are other content, not another form.
        likeness = std::max(likeness,
                            of_legacy && of_candidate
                                ? compare_at(step, *of_legacy, *of_candidate)
                                : report_alone_at(step, of_legacy, of_candidate, Severity::medium));
    }
    return likeness;
}

Likeness JsonWalk::report_order(const ElementPairs& pairs, Index legacy, Index candidate) {
    const auto excuse = rules_.excuse(legacy, candidate, true);
    if (!pairs.key) {
        return report({Kind::reordered, Severity::high}, legacy_.source(legacy),
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
    return report({Kind::reordered, Severity::high},
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
