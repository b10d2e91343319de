// SPDX-License-Identifier: Apache-2.0
#include "judge/noise_profile.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using diff::Kind;

TEST_CASE("a path is volatile when legacy differed twice and in a fifth of the pairs") {
    struct Row {
        const char* name;
        std::uint64_t pairs;
        std::uint64_t differed;
        bool expected;
    };
    const Row rows[] = {
        {"never", 10, 0, false},         {"once of once", 1, 1, false},
        {"twice of twice", 2, 2, true},  {"exactly a fifth", 10, 2, true},
        {"below a fifth", 11, 2, false}, {"a fifth of many", 1'000, 200, true},
        {"almost", 1'000, 199, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        NoiseProfile profile{{}};
        profile.add_pairs("GET /a", row.pairs);
        profile.add_noise("GET /a", {"$.x", Kind::changed}, row.differed);
        CHECK(profile.is_volatile("GET /a", {"$.x", Kind::changed}) == row.expected);
        CHECK_FALSE(profile.is_volatile("GET /a", {"$.x", Kind::missing}));
        CHECK_FALSE(profile.is_volatile("GET /a", {"$.y", Kind::changed}));
        CHECK_FALSE(profile.is_volatile("GET /b", {"$.x", Kind::changed}));
    }
}

TEST_CASE("a difference is reproducible after five exchanges, until legacy shows it too") {
    NoiseProfile profile{{}};
    const NoiseKey key{"$.x", Kind::changed};
    for (int i = 0; i < 4; ++i) profile.add_reproduced("GET /a", key);
    CHECK_FALSE(profile.is_reproducible("GET /a", key));
    profile.add_reproduced("GET /a", key);
    CHECK(profile.is_reproducible("GET /a", key));
    CHECK_FALSE(profile.is_reproducible("GET /b", key));
    CHECK_FALSE(profile.is_reproducible("GET /a", {"$.x", Kind::retyped}));

    profile.add_noise("GET /a", key, 1);
    CHECK_FALSE(profile.is_reproducible("GET /a", key));
}

TEST_CASE("the noise is listed by route, pattern and kind, without what only the candidate did") {
    NoiseProfile profile{{}};
    profile.add_pairs("GET /b", 3);
    profile.add_noise("GET /b", {"$.z", Kind::missing}, 1);
    profile.add_noise("GET /b", {"$.z", Kind::missing}, 1);
    profile.add_noise("GET /b", {"$.a", Kind::changed}, 1);
    profile.add_noise("GET /b", {"$.a", Kind::missing}, 3);
    profile.add_pairs("GET /a", 1);
    profile.add_noise("GET /a", {"$.z", Kind::reordered}, 1);
    profile.add_reproduced("GET /a", {"$.only-candidate", Kind::changed});
    const std::vector<NoisePath> expected = {
        {"GET /a", "$.z", Kind::reordered, 1, 1},
        {"GET /b", "$.a", Kind::missing, 3, 3},
        {"GET /b", "$.a", Kind::changed, 3, 1},
        {"GET /b", "$.z", Kind::missing, 3, 2},
    };
    CHECK(profile.paths() == expected);
}

TEST_CASE("a full profile learns no more, counts what it did not, and keeps what it has") {
    NoiseProfile profile{{.noise_keys_max = 3, .noise_key_bytes_max = 8}};
    profile.add_noise("GET /a", {"$.x", Kind::changed}, 2);  // the route and the key
    profile.add_noise("GET /a", {"$.too-long", Kind::changed}, 2);
    CHECK(profile.not_learnt() == 1);
    profile.add_noise("GET /a", {"$.y", Kind::changed}, 2);
    CHECK(profile.not_learnt() == 1);
    profile.add_noise("GET /a", {"$.z", Kind::changed}, 2);
    profile.add_pairs("GET /b", 1);
    CHECK(profile.not_learnt() == 3);
    profile.add_noise("GET /a", {"$.x", Kind::changed}, 1);
    CHECK(profile.not_learnt() == 3);
    CHECK(profile.path("GET /a", {"$.x", Kind::changed}).differed == 3);
    CHECK(profile.paths().size() == 2);
}
