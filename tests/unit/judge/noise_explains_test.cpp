// SPDX-License-Identifier: Apache-2.0
#include "judge/noise_explains.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff::judge;

TEST_CASE("noise explains what legacy does as often, and nothing that it hardly ever does") {
    struct Row {
        const char* name;
        Share legacy;
        Share candidate;
        NoiseExplains answer;
    };
    using enum NoiseExplains;
    const Row rows[] = {
        {"legacy never wavered", {0, 500}, {3, 500}, no},
        {"nobody looked", {0, 0}, {3, 500}, no},
        {"once of many, and the candidate always", {1, 330}, {329, 330}, no},
        {"three of many, and the candidate always", {3, 3'300}, {3'297, 3'300}, no},
        {"once of one: too little to tell", {1, 1}, {3'000, 3'000}, perhaps},
        {"twice of few, and the candidate always", {2, 8}, {3'100, 3'100}, perhaps},
        {"twice of fewer", {2, 6}, {3'100, 3'100}, perhaps},
        {"as seldom as legacy", {10, 1'000}, {12, 1'000}, perhaps},
        {"three times as often", {10, 1'000}, {30, 1'000}, no},
        {"before the place was known", {900, 1'000}, {20, 1'000}, yes},
        {"always, as legacy", {320, 320}, {320, 320}, yes},
        {"a fifth, and a fifth", {200, 1'000}, {210, 1'000}, yes},
        {"a fifth, and always", {200, 1'000}, {1'000, 1'000}, no},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(noise_explains(row.legacy, row.candidate) == row.answer);
    }
}

TEST_CASE("a place is volatile where legacy differs twice or more, and in a fifth of the pairs") {
    CHECK_FALSE(is_volatile({0, 0}));
    CHECK_FALSE(is_volatile({1, 1}));
    CHECK(is_volatile({2, 2}));
    CHECK(is_volatile({2, 10}));
    CHECK_FALSE(is_volatile({2, 11}));
}
