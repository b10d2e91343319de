// SPDX-License-Identifier: Apache-2.0
// Which elements of two arrays are one, though they do not stand at one place: by their hashes, and
// where these differ by comparing those that may be one in two spellings.
#include "diff/json/json_walk.hpp"
#include "diff/json/loose_hash.hpp"

#include <algorithm>
#include <span>

namespace shadowdiff::diff {

bool JsonWalk::share_an_element(std::size_t first_unlike) {
    std::vector<std::uint64_t> in_legacy;
    std::vector<std::uint64_t> in_candidate;
    for (auto i = first_unlike; i < space_.unlike.size(); ++i) {
        const auto& one = space_.unlike[i];
        if (one.likeness == Likeness::spelled) continue;
        const auto before = rules_.go({nullptr, one.position}, one.legacy, one.candidate);
        in_legacy.push_back(hash(space_.legacy, legacy_, one.legacy));
        in_candidate.push_back(hash(space_.candidate, candidate_, one.candidate));
        rules_.come_back(before);
    }
    std::ranges::sort(in_legacy);
    return std::ranges::any_of(in_candidate, [&](std::uint64_t one) {
        return std::ranges::binary_search(in_legacy, one);
    });
}

/// The same of elements that are one in two spellings.
bool JsonWalk::share_a_spelling(std::size_t first_unlike) {
    const auto begin = space_.unlike.begin() + static_cast<std::ptrdiff_t>(first_unlike);
    const auto different = std::ranges::count(begin, space_.unlike.end(), Likeness::different,
                                              &UnlikeElements::likeness);
    if (different < 2) return false;  // the one has no other place
    std::vector<LooseElement> in_legacy;
    std::vector<LooseElement> in_candidate;
    for (auto i = first_unlike; i < space_.unlike.size(); ++i) {
        const auto one = space_.unlike[i];
        if (one.likeness == Likeness::spelled) continue;
        const auto legacy = loosen(rules::Side::legacy, one.legacy, one.position);
        const auto candidate = loosen(rules::Side::candidate, one.candidate, one.position);
        if (!legacy || !candidate) return false;
        in_legacy.push_back({legacy->hash, i});
        in_candidate.push_back({candidate->hash, i});
    }
    const auto found = find_spellings(
        std::move(in_legacy), in_candidate, [&](std::size_t legacy, std::size_t candidate) {
            const auto& one = space_.unlike[legacy];
            return legacy != candidate &&
                   are_spelled_alike(one.legacy, space_.unlike[candidate].candidate, one.position);
        });
    if (!found.is_complete) found_.count_coarse_list();
    return !found.pairs.empty();
}

/// False where a bound was hit.
bool JsonWalk::join_spellings(Elements& legacy, Elements& candidate) {
    const auto left_over = unmatched(legacy, candidate);
    std::vector<LooseElement> in_legacy;
    std::vector<LooseElement> in_candidate;
    for (const auto position : left_over.legacy) {
        const auto loose = loosen(rules::Side::legacy, legacy.nodes[position], position);
        if (!loose) return false;
        in_legacy.push_back(*loose);
    }
    for (const auto position : left_over.candidate) {
        const auto loose = loosen(rules::Side::candidate, candidate.nodes[position], position);
        if (!loose) return false;
        in_candidate.push_back(*loose);
    }
    const auto found =
        find_spellings(std::move(in_legacy), in_candidate, [&](std::size_t one, std::size_t other) {
            return are_spelled_alike(legacy.nodes[one], candidate.nodes[other], one);
        });
    join(legacy, candidate, found.pairs);
    return found.is_complete;
}

bool JsonWalk::are_spelled_alike(Index legacy, Index candidate, std::size_t position) {
    if (probe_steps_left_ == 0) return false;
    const Step step{nullptr, static_cast<Index>(position)};
    return probe(step, legacy, candidate) != Likeness::different;
}

/// Of an element of the array here; nothing when too much was hashed and compared already.
JsonWalk::MaybeLoose JsonWalk::loosen(rules::Side side, Index index, std::size_t position) {
    const bool is_legacy = side == rules::Side::legacy;
    const auto& document = is_legacy ? legacy_ : candidate_;
    const auto size = document.nodes()[index].next - index;
    if (probe_steps_left_ < size) return std::nullopt;
    probe_steps_left_ -= size;
    space_.loose.resize(size);
    const std::span hashes{space_.loose};
    if (rules_.has_rules()) {
        const auto before = rules_.go({nullptr, static_cast<Index>(position)},
                                      is_legacy ? MaybeIndex{index} : std::nullopt,
                                      is_legacy ? std::nullopt : MaybeIndex{index});
        rules_.hash(side, index, hashes, loose_hash);
        rules_.come_back(before);
    } else {
        json::hash_value(document, index, hashes, loose_hash);
    }
    return LooseElement{hashes.front(), position};
}

}  // namespace shadowdiff::diff
