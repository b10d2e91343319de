// SPDX-License-Identifier: Apache-2.0
#include "judge/timing_pairs.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>
#include <numeric>
#include <span>

namespace shadowdiff::judge {
namespace {

// Hashes are spread evenly, as a rule: by their leading bits alone nearly all are in order.
std::vector<TimingPair> in_order(const std::vector<TimingPair>& pairs) {
    constexpr int bits = 12;
    if (pairs.empty()) return {};
    const auto leading_zeros = std::countl_zero(std::ranges::max(pairs).hash | 1);
    const auto part_of = [&](const TimingPair& pair) {
        return static_cast<std::size_t>(pair.hash << leading_zeros >> (64 - bits));
    };
    std::array<std::uint32_t, (1U << bits) + 1> ends{};
    for (const auto& pair : pairs) ++ends[part_of(pair) + 1];
    std::partial_sum(ends.begin(), ends.end(), ends.begin());
    std::vector<TimingPair> ordered(pairs.size());
    for (const auto& pair : pairs) ordered[ends[part_of(pair)]++] = pair;
    auto begin = ordered.begin();
    for (const auto end_at : std::span{ends}.first(1U << bits)) {
        const auto end = ordered.begin() + end_at;
        if (end - begin > 1) std::sort(begin, end);
        begin = end;
    }
    return ordered;
}

}  // namespace

void TimingPairs::add(const TimingPair& pair) {
    ++seen_;
    keep(pair);
}

void TimingPairs::keep(const TimingPair& pair) {
    if (kept_.size() < kept_max) {
        kept_.push_back(pair);
        if (kept_.size() == kept_max) std::ranges::make_heap(kept_);
        return;
    }
    if (pair >= kept_.front()) return;
    std::ranges::pop_heap(kept_);
    kept_.back() = pair;
    std::ranges::push_heap(kept_);
}

// What both have seen is there twice after a run was merged with itself: it is kept once.
void TimingPairs::merge(const TimingPairs& other) {
    std::vector<TimingPair> joined;
    std::ranges::set_union(sorted(), other.sorted(), std::back_inserter(joined));
    const auto seen = seen_ + other.seen_;
    *this = from(seen, std::move(joined));
}

std::vector<TimingPair> TimingPairs::sorted() const { return in_order(kept_); }

TimingPairs TimingPairs::from(std::uint64_t seen, std::vector<TimingPair> pairs) {
    TimingPairs made;
    if (!std::ranges::is_sorted(pairs)) std::ranges::sort(pairs);  // nearly never
    if (pairs.size() > kept_max) pairs.resize(kept_max);
    made.kept_ = std::move(pairs);
    if (made.kept_.size() == kept_max) std::ranges::make_heap(made.kept_);
    made.seen_ = seen;
    return made;
}

}  // namespace shadowdiff::judge
