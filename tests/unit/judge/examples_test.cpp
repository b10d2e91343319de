// SPDX-License-Identifier: Apache-2.0
#include "judge/examples.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <numeric>
#include <random>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace std::chrono_literals;

namespace {

Examples::Offer offer(std::uint64_t hash, Duration at, std::size_t bytes) {
    return {{0, hash}, Timestamp{at}, bytes};
}

bool takes(const std::vector<std::uint32_t>& slots, std::uint32_t slot) {
    return std::ranges::count(slots, slot) == 1;
}

}  // namespace

TEST_CASE("the first exchange of a finding takes every kind of place") {
    Examples examples;
    CHECK(examples.offer("f", offer(7, 0s, 100)) ==
          std::vector{slot::first, slot::smallest, slot::newest, slot::sample});
}

TEST_CASE("a smaller request is the better example, an equal one is not") {
    Examples examples;
    examples.offer("f", offer(1, 0s, 100));
    CHECK_FALSE(takes(examples.offer("f", offer(2, 0s, 100)), slot::smallest));
    CHECK(takes(examples.offer("f", offer(3, 0s, 99)), slot::smallest));
    CHECK_FALSE(takes(examples.offer("f", offer(4, 0s, 100)), slot::smallest));
}

TEST_CASE("the newest example is at most a second old, and not replaced by every exchange") {
    Examples examples;
    examples.offer("f", offer(1, 10s, 100));
    CHECK_FALSE(takes(examples.offer("f", offer(2, 10'999ms, 100)), slot::newest));
    CHECK(takes(examples.offer("f", offer(3, 11s, 100)), slot::newest));
    CHECK_FALSE(takes(examples.offer("f", offer(4, 9s, 100)), slot::newest));
}

TEST_CASE("the sample holds the smallest hashes, in whatever order they come") {
    std::vector<std::uint64_t> hashes(1'000);
    std::iota(hashes.begin(), hashes.end(), 1);
    for (const auto seed : {1U, 2U, 3U}) {
        CAPTURE(seed);
        std::ranges::shuffle(hashes, std::mt19937_64{seed});
        Sample sample;
        std::map<std::uint32_t, std::uint64_t> places;
        for (const auto hash : hashes) {
            if (const auto place = sample.offer(hash, 10)) places[*place] = hash;
        }
        std::vector<std::uint64_t> kept;
        for (const auto& [place, hash] : places) kept.push_back(hash);
        std::ranges::sort(kept);
        CHECK(kept == std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    }
}

TEST_CASE("each finding and each route has places of its own, up to a bound") {
    KeepLimits limits;
    limits.findings_max = 2;
    limits.match_routes_max = 1;
    limits.matches_max = 1;
    Examples examples{limits};
    CHECK(examples.offer("a", offer(1, 0s, 1)).size() == 4);
    CHECK(examples.offer("b", offer(1, 0s, 1)).size() == 4);
    CHECK_FALSE(examples.knows("c"));
    CHECK(examples.offer("c", offer(1, 0s, 1)).empty());
    CHECK(examples.knows("a"));
    CHECK(examples.offer_match("GET /a", offer(5, 0s, 1)) == 0);
    CHECK_FALSE(examples.offer_match("GET /a", offer(6, 0s, 1)).has_value());
    CHECK(examples.offer_match("GET /a", offer(4, 0s, 1)) == 0);
    CHECK_FALSE(examples.offer_match("GET /b", offer(1, 0s, 1)).has_value());
}
