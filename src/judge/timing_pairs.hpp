// SPDX-License-Identifier: Apache-2.0
// Legacy's and the candidate's time for the same requests: a sample by hash, so that samples of
// several runs or machines join into the sample of all.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace shadowdiff::judge {

struct TimingPair {
    std::uint64_t hash = 0;  // of the exchange's id: who is in the sample is not for times to say
    std::uint32_t legacy_us = 0;
    std::uint32_t candidate_us = 0;
    auto operator<=>(const TimingPair&) const = default;
};

class TimingPairs {
public:
    static constexpr std::size_t kept_max = 10'000;  // enough for p99 to within a few per cent

    /// The pairs with the smallest hashes stay.
    void add(const TimingPair& pair);
    void merge(const TimingPairs& other);

    std::uint64_t seen() const { return seen_; }
    std::vector<TimingPair> sorted() const;  // by hash
    std::size_t kept() const { return kept_.size(); }

    static TimingPairs from(std::uint64_t seen, std::vector<TimingPair> pairs);

private:
    void keep(const TimingPair& pair);

    std::uint64_t seen_ = 0;
    std::vector<TimingPair> kept_;  // once it is full: a heap, the largest hash first
};

}  // namespace shadowdiff::judge
