// SPDX-License-Identifier: Apache-2.0
#include "diff/json/alignment.hpp"

#include "diff/json/pair_runs.hpp"

#include <algorithm>
#include <cstdint>
#include <tuple>

namespace shadowdiff::diff {

namespace {

using Positions = std::vector<std::size_t>;

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::vector<std::uint64_t> sorted_hashes(const Elements& elements, Range range) {
    std::vector<std::uint64_t> hashes;
    hashes.reserve(range.end - range.begin);
    for (auto i = range.begin; i < range.end; ++i) hashes.push_back(elements.hash(i));
    std::ranges::sort(hashes);
    return hashes;
}

/// Positions in the range of elements that the other side has too. The others cannot be in any
/// common subsequence, and would only use up the edits.
Positions shared(const Elements& elements, Range range, const std::vector<std::uint64_t>& other) {
    Positions positions;
    for (auto i = range.begin; i < range.end; ++i) {
        if (std::ranges::binary_search(other, elements.hash(i))) positions.push_back(i);
    }
    return positions;
}

std::vector<std::uint64_t> hashes_at(const Elements& elements, const Positions& positions) {
    std::vector<std::uint64_t> hashes;
    hashes.reserve(positions.size());
    for (const auto position : positions) hashes.push_back(elements.hash(position));
    return hashes;
}

Positions unpaired(const std::vector<bool>& is_paired, Range range) {
    Positions positions;
    for (auto i = range.begin; i < range.end; ++i) {
        if (!is_paired[i]) positions.push_back(i);
    }
    return positions;
}

Positions unpaired_by_hash(const Elements& elements, const std::vector<bool>& is_paired) {
    auto positions = unpaired(is_paired, {0, elements.size()});
    std::ranges::sort(positions, {}, [&](std::size_t position) {
        return std::tuple{elements.hash(position), position};
    });
    return positions;
}

/// Legacy's order, then what only the candidate has in its own.
auto place(const ElementPair& pair) {
    return std::tuple{!pair.legacy.has_value(), pair.legacy.value_or(0),
                      pair.candidate.value_or(0)};
}

}  // namespace

EqualEnds equal_ends(const Elements& legacy, const Elements& candidate) {
    const auto shorter = std::min(legacy.size(), candidate.size());
    EqualEnds equal;
    while (equal.head < shorter && legacy.hash(equal.head) == candidate.hash(equal.head)) {
        ++equal.head;
    }
    while (equal.tail < shorter - equal.head &&
           legacy.hash(legacy.size() - 1 - equal.tail) ==
               candidate.hash(candidate.size() - 1 - equal.tail)) {
        ++equal.tail;
    }
    return equal;
}

void Alignment::pair(std::size_t legacy, std::size_t candidate) {
    pairs_.push_back({legacy, candidate});
    legacy_paired_[legacy] = true;
    candidate_paired_[candidate] = true;
}

void Alignment::anchor(std::size_t legacy, std::size_t candidate) {
    pair(legacy, candidate);
    anchors_.push_back({legacy, candidate});
}

bool Alignment::match_in_order(std::size_t edits_max, std::size_t& steps_left) {
    const auto [head, tail] = equal_ends(legacy_, candidate_);
    for (std::size_t i = 0; i < head; ++i) anchor(i, i);

    const Range legacy_middle{head, legacy_.size() - tail};
    const Range candidate_middle{head, candidate_.size() - tail};
    const auto in_legacy = sorted_hashes(legacy_, legacy_middle);
    const auto in_candidate = sorted_hashes(candidate_, candidate_middle);
    bool is_aligned = true;
    // The same elements in another order leave nothing to align.
    if (in_legacy != in_candidate) {
        const auto legacy_shared = shared(legacy_, legacy_middle, in_candidate);
        const auto candidate_shared = shared(candidate_, candidate_middle, in_legacy);
        const auto matches = longest_common_subsequence(hashes_at(legacy_, legacy_shared),
                                                        hashes_at(candidate_, candidate_shared),
                                                        edits_max, steps_left);
        is_aligned = matches.has_value();
        for (const auto& match : matches.value_or(std::vector<Match>{})) {
            anchor(legacy_shared[match.legacy], candidate_shared[match.candidate]);
        }
    }
    for (auto i = tail; i > 0; --i) anchor(legacy_.size() - i, candidate_.size() - i);
    return is_aligned;
}

void Alignment::match_moved() {
    const auto legacy = unpaired_by_hash(legacy_, legacy_paired_);
    const auto candidate = unpaired_by_hash(candidate_, candidate_paired_);
    auto i = legacy.begin();
    auto j = candidate.begin();
    while (i != legacy.end() && j != candidate.end()) {
        const auto legacy_hash = legacy_.hash(*i);
        const auto candidate_hash = candidate_.hash(*j);
        if (legacy_hash == candidate_hash) {
            pair(*i++, *j++);
        } else if (legacy_hash < candidate_hash) {
            ++i;
        } else {
            ++j;
        }
    }
}

void Alignment::pair_rest() {
    Range legacy_gap;
    Range candidate_gap;
    const auto pair_gap = [&](std::size_t legacy_end, std::size_t candidate_end) {
        legacy_gap.end = legacy_end;
        candidate_gap.end = candidate_end;
        pair_runs(legacy_, unpaired(legacy_paired_, legacy_gap), candidate_,
                  unpaired(candidate_paired_, candidate_gap), pairs_);
        legacy_gap.begin = legacy_end + 1;
        candidate_gap.begin = candidate_end + 1;
    };
    for (const auto& at : anchors_) pair_gap(at.legacy, at.candidate);
    pair_gap(legacy_.size(), candidate_.size());
}

std::vector<ElementPair> Alignment::pairs() const {
    auto ordered = pairs_;
    std::ranges::sort(ordered, {}, place);
    return ordered;
}

}  // namespace shadowdiff::diff
