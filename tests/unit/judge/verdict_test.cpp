// SPDX-License-Identifier: Apache-2.0
#include "judge/verdict.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace shadowdiff::judge;

TEST_CASE("every verdict has a name of its own that leads back to it") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        CAPTURE(i);
        CHECK(verdict_from_name(name(verdict)) == verdict);
        names.insert(name(verdict));
    }
    CHECK(names.size() == verdict_count);
    CHECK_FALSE(names.contains(""));
}

TEST_CASE("an unknown verdict has no value") {
    for (const auto* text : {"", "Match", "match ", "pending", "matched"}) {
        CAPTURE(text);
        CHECK_FALSE(verdict_from_name(text).has_value());
    }
}

TEST_CASE("standings are named as the schema has them") {
    CHECK(name(Standing::finding) == "finding");
    CHECK(name(Standing::noise) == "noise");
    CHECK(name(Standing::drift) == "drift");
    CHECK(name(Standing::representation) == "representation");
}
