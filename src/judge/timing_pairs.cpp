// SPDX-License-Identifier: Apache-2.0
#include "judge/timing_pairs.hpp"

#include <algorithm>
#include <iterator>

namespace shadowdiff::judge {

void TimingPairs::add(const TimingPair& pair) {
    ++seen_;
    keep(pair);
}

void TimingPairs::keep(const TimingPair& pair) {
    if (heap_.size() == kept_max) {
        if (pair >= heap_.front()) return;
        std::ranges::pop_heap(heap_);
        heap_.back() = pair;
    } else {
        heap_.push_back(pair);
    }
    std::ranges::push_heap(heap_);
}

// What both have seen is there twice after a run was merged with itself: it is kept once.
void TimingPairs::merge(const TimingPairs& other) {
    std::vector<TimingPair> joined;
    std::ranges::set_union(sorted(), other.sorted(), std::back_inserter(joined));
    const auto seen = seen_ + other.seen_;
    *this = from(seen, std::move(joined));
}

std::vector<TimingPair> TimingPairs::sorted() const {
    auto pairs = heap_;
    std::ranges::sort(pairs);
    return pairs;
}

TimingPairs TimingPairs::from(std::uint64_t seen, std::vector<TimingPair> pairs) {
    TimingPairs made;
    std::ranges::sort(pairs);
    if (pairs.size() > kept_max) pairs.resize(kept_max);
    made.heap_ = std::move(pairs);
    std::ranges::make_heap(made.heap_);
    made.seen_ = seen;
    return made;
}

}  // namespace shadowdiff::judge
