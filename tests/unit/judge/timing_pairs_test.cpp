// SPDX-License-Identifier: Apache-2.0
#include "judge/timing_pairs.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace shadowdiff::judge;

namespace {

TimingPairs pairs_of(std::uint64_t from, std::uint64_t to, std::uint64_t seed) {
    std::vector<std::uint64_t> hashes;
    for (auto hash = from; hash < to; ++hash) hashes.push_back(hash);
    std::ranges::shuffle(hashes, std::mt19937_64{seed});
    TimingPairs pairs;
    for (const auto hash : hashes) pairs.add({hash, static_cast<std::uint32_t>(hash), 7});
    return pairs;
}

}  // namespace

TEST_CASE("those with the smallest hashes are kept, in whatever order they come") {
    const auto one = pairs_of(0, 25'000, 1);
    CHECK(one.seen() == 25'000);
    CHECK(one.kept() == TimingPairs::kept_max);
    CHECK(one.sorted() == pairs_of(0, 25'000, 2).sorted());
    CHECK(one.sorted().back().hash == TimingPairs::kept_max - 1);
}

TEST_CASE("merged samples are the sample of all") {
    auto left = pairs_of(0, 12'000, 1);
    left.merge(pairs_of(12'000, 30'000, 2));
    CHECK(left.seen() == 30'000);
    CHECK(left.sorted() == pairs_of(0, 30'000, 3).sorted());
}

TEST_CASE("what both have seen is kept once") {
    auto left = pairs_of(0, 100, 1);
    left.merge(pairs_of(50, 150, 2));
    CHECK(left.kept() == 150);
}

TEST_CASE("a sample is what was stored of it") {
    const auto pairs = pairs_of(0, 20'000, 1);
    const auto again = TimingPairs::from(pairs.seen(), pairs.sorted());
    CHECK(again.seen() == pairs.seen());
    CHECK(again.sorted() == pairs.sorted());
}
