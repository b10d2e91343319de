// SPDX-License-Identifier: Apache-2.0
#include "judge/bounds.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace shadowdiff::judge;

namespace {

struct Golden {
    double limit;
    double confidence;
    std::uint64_t mismatches;
    std::uint64_t judged;  // the smallest number whose upper bound is within the limit
};

// Clopper-Pearson; computed with an independent implementation.
constexpr Golden exact_rows[] = {
    {0.01, 0.95, 0, 299},        {0.01, 0.95, 1, 473},          {0.01, 0.95, 2, 628},
    {0.01, 0.95, 3, 773},        {0.01, 0.95, 5, 1'049},        {0.01, 0.95, 10, 1'693},
    {0.001, 0.95, 0, 2'995},     {0.001, 0.95, 1, 4'742},       {0.001, 0.95, 2, 6'294},
    {0.001, 0.95, 3, 7'752},     {0.001, 0.95, 5, 10'511},      {0.001, 0.95, 10, 16'959},
    {0.0001, 0.95, 0, 29'956},   {0.0001, 0.95, 1, 47'437},     {0.0001, 0.95, 2, 62'956},
    {0.0001, 0.95, 3, 77'535},   {0.0001, 0.95, 5, 105'128},    {0.0001, 0.95, 10, 169'619},
    {0.0001, 0.99, 0, 46'050},   {0.0001, 0.99, 1, 66'381},     {0.0001, 0.99, 2, 84'057},
    {0.0001, 0.99, 3, 100'448},  {0.0001, 0.99, 5, 131'081},    {0.0001, 0.99, 10, 201'442},
    {0.00001, 0.95, 0, 299'572}, {0.00001, 0.95, 1, 474'385},   {0.00001, 0.95, 2, 629'578},
    {0.00001, 0.95, 3, 775'364}, {0.00001, 0.95, 5, 1'051'301}, {0.00001, 0.95, 10, 1'696'219},
};

// The beta-mixture martingale with b = 20,000.
constexpr Golden anytime_rows[] = {
    {0.0001, 0.95, 0, 41'128},
    {0.0001, 0.95, 1, 66'077},
    {0.0001, 0.95, 2, 87'277},
    {0.0001, 0.95, 3, 106'664},
};

// One night after another: does any of them give a GO that the rate does not deserve?
struct Nights {
    double rate;
    double limit;
    std::uint64_t a_night;
    int nights;
};
enum class BoundKind { exact, anytime };

double share_of_go(const Nights& nights, BoundKind kind, int sequences) {
    std::mt19937_64 random{20'261'128};
    std::binomial_distribution<std::uint64_t> mismatches{nights.a_night, nights.rate};
    int passed = 0;
    for (int sequence = 0; sequence < sequences; ++sequence) {
        std::uint64_t x = 0;
        for (int night = 1; night <= nights.nights; ++night) {
            x += mismatches(random);
            const auto n = nights.a_night * static_cast<std::uint64_t>(night);
            // Far over the limit no bound passes: nothing to compute.
            if (static_cast<double>(x) > nights.limit * static_cast<double>(n)) continue;
            const auto bounds = kind == BoundKind::exact
                                    ? exact_bounds(x, n, 0.95)
                                    : anytime_bounds(x, n, 0.95, mixture_for(nights.limit));
            if (bounds.upper > nights.limit) continue;
            ++passed;
            break;
        }
    }
    return static_cast<double>(passed) / sequences;
}

}  // namespace

TEST_CASE("the exact bound is exact: one exchange fewer does not do") {
    for (const auto& row : exact_rows) {
        CAPTURE(row.limit);
        CAPTURE(row.mismatches);
        CHECK(exact_bounds(row.mismatches, row.judged, row.confidence).upper <= row.limit);
        CHECK(exact_bounds(row.mismatches, row.judged - 1, row.confidence).upper > row.limit);
    }
}

TEST_CASE("the bound for every look is exact: one exchange fewer does not do") {
    for (const auto& row : anytime_rows) {
        CAPTURE(row.mismatches);
        const auto upper = [&](std::uint64_t judged) {
            return anytime_bounds(row.mismatches, judged, row.confidence, 20'000).upper;
        };
        CHECK(upper(row.judged) <= row.limit);
        CHECK(upper(row.judged - 1) > row.limit);
    }
    CHECK(mixture_for(0.0001) == doctest::Approx(20'000));
}

TEST_CASE("the bounds at their edges") {
    for (const auto& bounds : {exact_bounds(0, 0, 0.95), anytime_bounds(0, 0, 0.95, 2'000)}) {
        CHECK(bounds.lower == 0.0);
        CHECK(bounds.upper == 1.0);
    }
    CHECK(exact_bounds(7, 7, 0.95).upper == 1.0);
    CHECK(anytime_bounds(7, 7, 0.95, 2'000).upper == 1.0);
    CHECK(exact_bounds(0, 100, 0.95).lower == 0.0);
    CHECK(exact_bounds(0, 1, 0.95).upper == doctest::Approx(0.95));
    CHECK(exact_bounds(0, 2, 0.95).upper == doctest::Approx(1 - std::sqrt(0.05)));
    CHECK(exact_bounds(7, 7, 0.95).lower == doctest::Approx(std::pow(0.05, 1.0 / 7)));
    CHECK(exact_bounds(0, 1'000'000'000, 0.95).upper == doctest::Approx(2.9957e-9).epsilon(1e-3));
}

TEST_CASE("lower and upper bounds hold the rate between them, wider for every look") {
    for (const std::uint64_t x : {1U, 10U, 500U, 9'999U}) {
        CAPTURE(x);
        const auto exact = exact_bounds(x, 10'000, 0.95);
        const auto anytime = anytime_bounds(x, 10'000, 0.95, 2'000);
        const auto rate = static_cast<double>(x) / 10'000;
        CHECK(exact.lower < rate);
        CHECK(exact.upper > rate);
        CHECK(anytime.lower <= exact.lower);
        CHECK(anytime.upper >= exact.upper);
    }
}

TEST_CASE("who looks every night is wrong too often with the exact bound, not with the other") {
    const Nights at_the_limit{.rate = 0.0001, .limit = 0.0001, .a_night = 5'000, .nights = 30};
    CHECK(share_of_go(at_the_limit, BoundKind::exact, 4'000) > 0.10);
    CHECK(share_of_go(at_the_limit, BoundKind::anytime, 4'000) < 0.05);
}

TEST_CASE("one look with the exact bound is wrong in at most one of twenty") {
    CHECK(share_of_go({.rate = 0.001, .limit = 0.001, .a_night = 20'000, .nights = 1},
                      BoundKind::exact, 4'000) < 0.06);
}

TEST_CASE("a good service gets its GO in days") {
    CHECK(share_of_go({.rate = 0.00001, .limit = 0.0001, .a_night = 5'000, .nights = 18},
                      BoundKind::anytime, 500) > 0.85);
}
