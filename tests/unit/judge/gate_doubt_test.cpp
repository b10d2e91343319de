// SPDX-License-Identifier: Apache-2.0
// What keeps a route whose rate is within the limit from a GO, and one over it from a NO-GO.
#include "judge/gate.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff::judge;

TEST_CASE("times decide where that is asked for") {
    struct Row {
        Speed speed;
        GateAnswer answer;
        const char* sentence;
    };
    const Row rows[] = {
        {Speed::not_slower, GateAnswer::go, "GO: "},
        {Speed::slower, GateAnswer::no_go, "NO-GO: the candidate is slower in GET /a: "},
        {Speed::unsure, GateAnswer::inconclusive,
         "INCONCLUSIVE: whether the candidate is slower in GET /a is not known"},
        {Speed::too_few, GateAnswer::inconclusive,
         "INCONCLUSIVE: whether the candidate is slower in GET /a is not known"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.sentence);
        GateRoute route{"GET /a", 3'000, 0};
        route.speed = row.speed;
        CHECK(gate(GateInput{{route}, {}}).answer == GateAnswer::go);
        const auto verdict = gate(GateInput{{route}, {}}, {.latency = true});
        CHECK(verdict.answer == row.answer);
        CHECK(verdict.sentence.starts_with(row.sentence));
        CHECK(verdict.routes[0].answer == row.answer);
    }
}

TEST_CASE("what may be noise counts against a GO, and not for a NO-GO") {
    GateRoute route{"GET /a", 10'000, 100};
    CHECK(gate(GateInput{{route}, {}}).answer == GateAnswer::no_go);
    route.may_be_noise = 100;
    auto verdict = gate(GateInput{{route}, {}});
    CHECK(verdict.sentence.starts_with(
        "INCONCLUSIVE: 100 mismatches of severity medium or high in GET /a may be noise: "));
    CHECK(verdict.routes[0].more_needed == 0);
    CHECK(verdict.routes[0].lower_bound > 0.008);  // of what was counted: 100 of 10,000
    route.may_be_noise = 50;                       // the others alone are too many
    CHECK(gate(GateInput{{route}, {}}).answer == GateAnswer::no_go);
    route.mismatches = 2;  // within the limit whatever they are
    route.may_be_noise = 2;
    CHECK(gate(GateInput{{route}, {}}).answer == GateAnswer::go);
}
