// SPDX-License-Identifier: Apache-2.0
#include "judge/noninferiority.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace shadowdiff::judge;

namespace {

// Log-normal times of a median of 10 ms; the candidate's are `factor` as long, and differ by
// chance of their own.
std::vector<TimingPair> random_times(std::size_t count, double factor, std::uint64_t seed = 1) {
    std::mt19937_64 random{seed};
    std::normal_distribution<double> spread{0, 0.5};
    std::normal_distribution<double> chance{0, 0.05};
    std::vector<TimingPair> pairs;
    for (std::size_t i = 0; i < count; ++i) {
        const double legacy = 10'000 * std::exp(spread(random));
        pairs.push_back({i, static_cast<std::uint32_t>(legacy),
                         static_cast<std::uint32_t>(legacy * factor * std::exp(chance(random)))});
    }
    return pairs;
}

}  // namespace

TEST_CASE("a quantile has an upper bound only from so many pairs on") {
    CHECK(pairs_needed(0.5, 0.95) == 5);
    CHECK(pairs_needed(0.95, 0.95) == 59);
    CHECK(pairs_needed(0.99, 0.95) == 299);
    CHECK(pairs_needed(0.999, 0.95) == 2'995);
}

TEST_CASE("the candidate is not slower, slower, or nobody can say") {
    struct Row {
        const char* name;
        std::size_t pairs;
        double factor;
        Speed p50;
        Speed p99;
    };
    const Row rows[] = {
        {"as quick", 2'000, 1.0, Speed::not_slower, Speed::not_slower},
        {"twice as slow", 2'000, 2.0, Speed::slower, Speed::slower},
        {"half as slow", 2'000, 0.5, Speed::not_slower, Speed::not_slower},
        {"just at the margin", 500, 1.1, Speed::unsure, Speed::unsure},
        {"too few for the tail", 298, 1.0, Speed::not_slower, Speed::too_few},
        {"too few for anything", 4, 1.0, Speed::too_few, Speed::too_few},
        {"none", 0, 1.0, Speed::too_few, Speed::too_few},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto compared = compare_latency(random_times(row.pairs, row.factor));
        REQUIRE(compared.size() == 3);
        CHECK(compared[0].speed == row.p50);
        CHECK(compared[2].speed == row.p99);
        CHECK(compared[0].pairs == row.pairs);
        CHECK(compared[2].pairs_min == 299);
    }
}

TEST_CASE("the ratio stands between its bounds, and the same seed gives the same ones") {
    const auto one = compare_latency(random_times(1'000, 1.3));
    const auto same = compare_latency(random_times(1'000, 1.3));
    const auto other = compare_latency(random_times(1'000, 1.3), {.seed = 7});
    for (std::size_t q = 0; q < one.size(); ++q) {
        CHECK(one[q].ratio_lower <= one[q].ratio);
        CHECK(one[q].ratio <= one[q].ratio_upper);
        CHECK(one[q].ratio == doctest::Approx(1.3).epsilon(0.05));
        CHECK(one[q].ratio_upper == same[q].ratio_upper);
    }
    CHECK(one[0].ratio_upper != other[0].ratio_upper);
}

TEST_CASE("a candidate exactly at the margin is called not slower in about one of twenty") {
    int wrong = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto compared = compare_latency(random_times(200, 1.1, seed), {.seed = seed});
        if (compared[0].speed == Speed::not_slower) ++wrong;
    }
    CHECK(wrong <= 24);  // 12 %: of 200, one of twenty is 10, and chance stays below this
}
