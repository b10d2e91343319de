// SPDX-License-Identifier: Apache-2.0
#include "judge/paired_test.hpp"

#include <doctest/doctest.h>

#include <array>
#include <random>
#include <vector>

using namespace shadowdiff::judge;
using doctest::Approx;

TEST_CASE("the sign test is exact") {
    struct Row {
        std::uint64_t candidate;
        std::uint64_t legacy;
        double p;
    };
    constexpr Row rows[] = {{0, 0, 1},          {0, 5, 1},          {1, 0, 0.5},
                            {5, 0, 0.03125},    {7, 0, 0.0078125},  {10, 0, 0.0009765625},
                            {14, 0, 6.1035e-5}, {3, 1, 5.0 / 16.0}, {8, 2, 56.0 / 1024.0}};
    for (const auto& row : rows) {
        CAPTURE(row.candidate);
        CAPTURE(row.legacy);
        CHECK(sign_test(row.candidate, row.legacy) == Approx(row.p).epsilon(1e-4));
    }
}

TEST_CASE("Benjamini and Hochberg's own example") {
    // Their table of fifteen p: four discoveries at a rate of 0.05.
    const std::vector<double> p = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                                   0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
    const auto q = benjamini_hochberg(p);
    for (std::size_t i = 0; i < p.size(); ++i) {
        CAPTURE(i);
        CHECK((q[i] <= 0.05) == (i < 4));
        CHECK(q[i] >= p[i]);
    }
    CHECK(q[0] == Approx(0.0015));
    CHECK(benjamini_hochberg({}).empty());
}

TEST_CASE("the order of the p does not matter") {
    const auto q = benjamini_hochberg(std::array{0.9, 0.001, 0.04});
    CHECK(q[0] == Approx(0.9));
    CHECK(q[1] == Approx(0.003));
    CHECK(q[2] == Approx(0.06));
}

TEST_CASE("the false-discovery rate is held where nine of ten places have no bug") {
    std::mt19937_64 dice{7};
    double false_share = 0;
    std::size_t found = 0;
    constexpr int runs = 200;
    for (int run = 0; run < runs; ++run) {
        std::vector<double> p;
        for (int place = 0; place < 100; ++place) {
            // The odd ones out are as often the candidate's as legacy's, or four times as often.
            std::binomial_distribution<std::uint64_t> odd{40, place < 10 ? 0.8 : 0.5};
            const auto candidate = odd(dice);
            p.push_back(sign_test(candidate, 40 - candidate));
        }
        const auto q = benjamini_hochberg(p);
        std::size_t discoveries = 0;
        std::size_t false_ones = 0;
        for (std::size_t i = 0; i < q.size(); ++i) {
            if (q[i] > 0.05) continue;
            ++discoveries;
            false_ones += i >= 10 ? 1 : 0;
        }
        found += discoveries - false_ones;
        if (discoveries > 0) {
            false_share += static_cast<double>(false_ones) / static_cast<double>(discoveries);
        }
    }
    CHECK(false_share / runs < 0.05);
    CHECK(found > runs * 10 * 8 / 10);
}

TEST_CASE("the interval of the effect holds the truth in nineteen of twenty runs") {
    std::mt19937_64 dice{11};
    struct Row {
        double only_candidate;
        double only_legacy;
        std::uint64_t exchanges;
    };
    constexpr Row rows[] = {{0.05, 0.05, 400}, {0.2, 0.02, 100}, {0.01, 0.01, 1'000}, {0, 0, 50}};
    for (const auto& row : rows) {
        CAPTURE(row.only_candidate);
        int held = 0;
        constexpr int runs = 2'000;
        for (int run = 0; run < runs; ++run) {
            std::uint64_t candidate = 0;
            std::uint64_t legacy = 0;
            std::uniform_real_distribution<> uniform{0, 1};
            for (std::uint64_t i = 0; i < row.exchanges; ++i) {
                const double draw = uniform(dice);
                if (draw < row.only_candidate) {
                    ++candidate;
                } else if (draw < row.only_candidate + row.only_legacy) {
                    ++legacy;
                }
            }
            const auto effect = paired_effect(candidate, legacy, row.exchanges);
            const double truth = row.only_candidate - row.only_legacy;
            held += effect.low <= truth && truth <= effect.high ? 1 : 0;
        }
        CHECK(held >= runs * 94 / 100);
    }
    const auto nothing = paired_effect(0, 0, 0);
    CHECK(nothing.low == -1);
    CHECK(nothing.high == 1);
}
