// SPDX-License-Identifier: Apache-2.0
#include "diff/json/spellings.hpp"

#include "diff/json/alignment.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

namespace shadowdiff::diff {

namespace {

/// Those of one side that are more than the other has of their hash.
std::vector<std::size_t> surplus(const Elements& of, const Elements& other, const EqualEnds& ends) {
    std::unordered_map<std::uint64_t, std::size_t> counts;
    for (auto i = ends.head; i < other.size() - ends.tail; ++i) ++counts[other.hash(i)];
    std::vector<std::size_t> positions;
    for (auto i = ends.head; i < of.size() - ends.tail; ++i) {
        const auto found = counts.find(of.hash(i));
        if (found == counts.end() || found->second == 0) {
            positions.push_back(i);
        } else {
            --found->second;
        }
    }
    return positions;
}

/// Places in a row, of which some are taken one after the other.
class FreePlaces {
public:
    explicit FreePlaces(std::size_t size) : next_(size + 1) {
        std::iota(next_.begin(), next_.end(), std::size_t{0});
    }
    void take(std::size_t place) { next_[place] = place + 1; }
    /// The first that is free, or the size.
    std::size_t from(std::size_t place) {
        while (next_[place] != place) {
            next_[place] = next_[next_[place]];
            place = next_[place];
        }
        return place;
    }

private:
    std::vector<std::size_t> next_;  // itself where free
};

std::vector<std::uint64_t> own_hashes(const Elements& elements) {
    std::vector<std::uint64_t> hashes;
    hashes.reserve(elements.size());
    for (std::size_t i = 0; i < elements.size(); ++i) hashes.push_back(elements.hash(i));
    return hashes;
}

}  // namespace

Unmatched unmatched(const Elements& legacy, const Elements& candidate) {
    const auto ends = equal_ends(legacy, candidate);
    const auto equal = ends.head + ends.tail;
    if (legacy.size() == equal || candidate.size() == equal) return {};
    Unmatched found{surplus(legacy, candidate, ends), surplus(candidate, legacy, ends)};
    if (found.legacy.empty() || found.candidate.empty()) return {};
    return found;
}

Spellings find_spellings(std::vector<LooseElement> legacy,
                         const std::vector<LooseElement>& candidate,
                         const std::function<bool(std::size_t, std::size_t)>& are_one) {
    constexpr std::size_t tries_max = 32;  // for each element, so that all of it stays linear
    std::ranges::sort(legacy, {},
                      [](const LooseElement& one) { return std::tuple{one.hash, one.position}; });
    FreePlaces free{legacy.size()};
    Spellings found;
    for (const auto& other : candidate) {
        const auto same = std::ranges::equal_range(legacy, other.hash, {}, &LooseElement::hash);
        const auto begin = static_cast<std::size_t>(same.begin() - legacy.begin());
        const auto end = begin + same.size();
        std::size_t tries = 0;
        for (auto i = free.from(begin); i < end; i = free.from(i + 1)) {
            if (tries++ == tries_max) {
                found.is_complete = false;
                break;
            }
            if (!are_one(legacy[i].position, other.position)) continue;
            free.take(i);
            found.pairs.push_back({legacy[i].position, other.position});
            break;
        }
    }
    return found;
}

void join(Elements& legacy, Elements& candidate, const std::vector<ElementPair>& pairs) {
    if (pairs.empty()) return;
    candidate.joined = own_hashes(candidate);
    for (const auto& pair : pairs) candidate.joined[*pair.candidate] = legacy.hash(*pair.legacy);
}

}  // namespace shadowdiff::diff
