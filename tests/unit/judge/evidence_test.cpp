// SPDX-License-Identifier: Apache-2.0
#include "judge/evidence.hpp"

#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

TEST_CASE("answers are sorted to the leg they speak for") {
    struct Row {
        const char* name;
        diff::Comparison comparison;
        std::size_t legacy;
        std::size_t candidate;
        bool asked_again;
    };
    const Row rows[] = {
        {"nobody", answers({}), 0, 0, false},
        {"the candidate's first is what is judged, no evidence", answers({candidate({})}), 0, 0,
         false},
        {"the secondary's first is evidence", answers({candidate({}), secondary({})}), 1, 0, false},
        {"all that were asked again",
         answers({candidate({}), secondary({}), secondary({}, 1), legacy_again({}, 1),
                  candidate({}, 1), candidate({}, 2)}),
         3, 2, true},
        {"a failure is none, but it was asked again",
         answers({candidate({}), failed(Leg::secondary, FailureClass::refused, 1),
                  failed(Leg::candidate, FailureClass::shed, 1)}),
         0, 0, true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto evidence = evidence_of(row.comparison, false);
        CHECK(evidence.legacy.count() == row.legacy);
        CHECK(evidence.candidate.count() == row.candidate);
        CHECK(evidence.asked_again() == row.asked_again);
    }
}

TEST_CASE("an answer counts once for a pattern, however many places it has") {
    FurtherAnswers further;
    auto twice = List{changed("$.items[0].price"), changed("$.items[0].price")};
    twice[1].path = "$.items[1].price";
    further.add({.list = twice});
    further.add({.list = {changed("$.items[0].price")}});
    further.add({});
    CHECK(further.count() == 3);
    CHECK(further.count_with({"$.items[*].price", Kind::changed}) == 2);
    CHECK(further.count_with({"$.items[*].price", Kind::missing}) == 0);
    CHECK(further.count_with({"$.items[0].price", Kind::changed}) == 0);
    CHECK(further.count_at("$.items[0].price") == 2);
    CHECK(further.count_at("$.items[1].price") == 1);
    CHECK(further.count_at("$.items[2].price") == 0);
}

TEST_CASE("the same difference is one at the same path, of the same kind, with the same value") {
    FurtherAnswers further;
    further.add({.list = {changed("$.a", "1", "2")}});
    CHECK(further.has(changed("$.a", "1", "2")));
    CHECK_FALSE(further.has(changed("$.a", "1", "3")));
    CHECK_FALSE(further.has(changed("$.b", "1", "2")));
    CHECK_FALSE(further.has(differs("$.a", Kind::retyped, "1", "2")));
}

TEST_CASE("another spelling is no evidence of noise") {
    FurtherAnswers further;
    further.add({.list = {respelled("$.a")}});
    CHECK(further.count() == 1);
    CHECK(further.keys().empty());
    CHECK(further.count_at("$.a") == 0);
}

TEST_CASE("differences beyond the list stand in it as one, of the highest severity") {
    CHECK(with_unlisted({.list = {changed("$.a")}}).size() == 1);
    const auto list = with_unlisted({.list = {changed("$.a")}, .unlisted = 7});
    REQUIRE(list.size() == 2);
    CHECK(list[1].path == "answer");
    CHECK(list[1].severity == Severity::high);
    CHECK(list[1].candidate == "7 differences more than are listed");
}
