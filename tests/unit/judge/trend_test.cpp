// SPDX-License-Identifier: Apache-2.0
#include "judge/trend.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace shadowdiff::judge;
using doctest::Approx;

namespace {

struct TrendCase {
    RunPart earlier;
    RunPart later;
    double p;  // summed in whole fractions by Python's math.comb
    Direction direction;
};

constexpr TrendCase trend_cases[] = {
    {{0, 0}, {0, 0}, 1, Direction::unknown},
    {{0, 10}, {0, 10}, 1, Direction::unknown},
    {{0, 0}, {40, 100}, 1, Direction::unknown},
    {{40, 100}, {0, 0}, 1, Direction::unknown},
    {{5, 10}, {5, 10}, 1, Direction::unknown},
    {{0, 100}, {10, 100}, 0.001953125, Direction::unknown},
    {{0, 100}, {11, 100}, 0.0009765625, Direction::rising},
    {{11, 100}, {0, 100}, 0.0009765625, Direction::falling},
    {{5, 100}, {6, 100}, 1, Direction::steady},
    {{2, 1'203}, {40, 1'198}, 3.7970282093290266e-10, Direction::rising},
    {{40, 1'198}, {2, 1'203}, 3.7970282093290266e-10, Direction::falling},
    {{214, 800}, {0, 800}, 7.596454196607839e-65, Direction::falling},
    {{100, 1'000}, {151, 1'000}, 0.001548188600119572, Direction::steady},
    // Twice as many, of twice as many that were judged.
    {{30, 300}, {60, 600}, 1, Direction::steady},
    {{600, 50'000}, {400, 25'000}, 1.1976555740082222e-05, Direction::rising},
    // In a short part two tell what in a long one many do not.
    {{0, 990}, {2, 10}, 0.0002, Direction::rising},
    {{99, 990}, {0, 10}, 0.7394592752994535, Direction::unknown},
};

}  // namespace

TEST_CASE("a trend is what chance does in fewer than one of a thousand findings") {
    for (const auto& [earlier, later, p, direction] : trend_cases) {
        CAPTURE(earlier.exchanges);
        CAPTURE(earlier.judged);
        CAPTURE(later.exchanges);
        CAPTURE(later.judged);
        CHECK(trend_p(earlier, later) == Approx(p).epsilon(1e-9));
        CHECK(trend_p(later, earlier) == Approx(p).epsilon(1e-9));
        CHECK(name(direction_of(earlier, later)) == name(direction));
    }
}

TEST_CASE("of findings that come as often as before, hardly one in a thousand has a trend") {
    std::mt19937_64 dice{5};
    constexpr int findings = 20'000;
    int trends = 0;
    for (int i = 0; i < findings; ++i) {
        std::binomial_distribution<std::uint64_t> earlier{1'000, 0.03};
        std::binomial_distribution<std::uint64_t> later{500, 0.03};
        const auto direction = direction_of({earlier(dice), 1'000}, {later(dice), 500});
        trends += direction == Direction::rising || direction == Direction::falling ? 1 : 0;
    }
    CHECK(trends < findings / 1'000);
}
