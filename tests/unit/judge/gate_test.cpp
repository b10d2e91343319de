// SPDX-License-Identifier: Apache-2.0
#include "judge/gate.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace shadowdiff::judge;

namespace {

struct Golden {
    double limit;
    double confidence;
    std::uint64_t mismatches;
    std::uint64_t judged;  // the smallest number whose upper bound is within the limit
};

// Clopper-Pearson; computed with an independent implementation.
constexpr Golden golden_rows[] = {
    {0.01, 0.95, 0, 299},        {0.01, 0.95, 1, 473},          {0.01, 0.95, 2, 628},
    {0.01, 0.95, 3, 773},        {0.01, 0.95, 5, 1'049},        {0.01, 0.95, 10, 1'693},
    {0.001, 0.95, 0, 2'995},     {0.001, 0.95, 1, 4'742},       {0.001, 0.95, 2, 6'294},
    {0.001, 0.95, 3, 7'752},     {0.001, 0.95, 5, 10'511},      {0.001, 0.95, 10, 16'959},
    {0.0001, 0.95, 0, 29'956},   {0.0001, 0.95, 1, 47'437},     {0.0001, 0.95, 2, 62'956},
    {0.0001, 0.95, 3, 77'535},   {0.0001, 0.95, 5, 105'128},    {0.0001, 0.95, 10, 169'619},
    {0.0001, 0.99, 0, 46'050},   {0.0001, 0.99, 1, 66'381},     {0.0001, 0.99, 10, 201'442},
    {0.00001, 0.95, 0, 299'572}, {0.00001, 0.95, 1, 474'385},   {0.00001, 0.95, 2, 629'578},
    {0.00001, 0.95, 3, 775'364}, {0.00001, 0.95, 5, 1'051'301}, {0.00001, 0.95, 10, 1'696'219},
};

}  // namespace

TEST_CASE("the bound is exact: one exchange fewer does not do") {
    for (const auto& row : golden_rows) {
        CAPTURE(row.limit);
        CAPTURE(row.mismatches);
        CHECK(upper_bound(row.mismatches, row.judged, row.confidence) <= row.limit);
        CHECK(upper_bound(row.mismatches, row.judged - 1, row.confidence) > row.limit);
    }
}

TEST_CASE("the bound at its edges") {
    CHECK(upper_bound(0, 0, 0.95) == 1.0);
    CHECK(upper_bound(1, 1, 0.95) == 1.0);
    CHECK(upper_bound(7, 7, 0.95) == 1.0);
    CHECK(upper_bound(0, 1, 0.95) == doctest::Approx(0.95));
    CHECK(upper_bound(0, 2, 0.95) == doctest::Approx(1 - std::sqrt(0.05)));
    CHECK(upper_bound(6, 7, 0.95) == doctest::Approx(1 - (1 - std::pow(0.95, 1.0 / 7))));
    CHECK(upper_bound(0, 1'000'000'000, 0.95) == doctest::Approx(2.9957e-9).epsilon(1e-3));
}

TEST_CASE("a gate over nothing is inconclusive") {
    const auto verdict = gate({});
    CHECK(verdict.answer == GateAnswer::inconclusive);
    CHECK(verdict.sentence == "INCONCLUSIVE: no exchange was judged");
}

TEST_CASE("a route passes at exactly the number of exchanges its limit needs") {
    struct Row {
        const char* name;
        double limit;
        std::uint64_t judged;
        GateAnswer expected;
        std::uint64_t more_needed;
    };
    const Row rows[] = {
        {"enough for 0.1 %", 0.001, 2'995, GateAnswer::go, 0},
        {"one short of it", 0.001, 2'994, GateAnswer::inconclusive, 1},
        {"none at all", 0.001, 0, GateAnswer::inconclusive, 2'995},
        {"a single one", 0.001, 1, GateAnswer::inconclusive, 2'994},
        {"enough for 1 %", 0.01, 299, GateAnswer::go, 0},
        {"one short of 1 %", 0.01, 298, GateAnswer::inconclusive, 1},
        {"enough for 0.01 %", 0.0001, 29'956, GateAnswer::go, 0},
        {"one short of 0.01 %", 0.0001, 29'955, GateAnswer::inconclusive, 1},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto verdict = gate({{"GET /a", row.judged, 0}}, {.mismatch_rate_max = row.limit});
        CHECK(verdict.answer == row.expected);
        REQUIRE(verdict.routes.size() == 1);
        CHECK(verdict.routes[0].answer == row.expected);
        CHECK(verdict.routes[0].more_needed == row.more_needed);
    }
}

TEST_CASE("the sentence says why, in one line") {
    struct Row {
        const char* name;
        std::vector<GateRoute> routes;
        GateAnswer expected;
        std::string sentence;
    };
    const Row rows[] = {
        {"one route with mismatches",
         {{"GET /search", 1'100, 7}, {"GET /a", 9'000, 0}},
         GateAnswer::no_go,
         "NO-GO: 7 mismatches of severity medium or high in GET /search (bound 1.2 %)"},
        {"one mismatch",
         {{"GET /search", 10'000, 1}},
         GateAnswer::no_go,
         "NO-GO: 1 mismatch of severity medium or high in GET /search (bound 0.048 %)"},
        {"mismatches weigh more than too little data",
         {{"GET /rare", 3, 0}, {"GET /search", 5, 5}},
         GateAnswer::no_go,
         "NO-GO: 5 mismatches of severity medium or high in GET /search (bound 100 %)"},
        {"several routes with mismatches",
         {{"GET /a", 9'000, 0}, {"GET /b", 4'000, 2}, {"GET /c", 12'500, 1'200}},
         GateAnswer::no_go,
         "NO-GO: 1,202 mismatches of severity medium or high on 2 routes, most in GET /c (1,200 of "
         "12,500, bound 11 %)"},
        {"one route too little",
         {{"GET /a", 9'000, 0}, {"GET /orders/{id}", 684, 0}},
         GateAnswer::inconclusive,
         "INCONCLUSIVE: GET /orders/{id} needs 2,311 more exchanges without a mismatch"},
        {"several routes too little",
         {{"GET /a", 2'000, 0}, {"GET /b", 10, 0}, {"GET /c", 3'000, 0}},
         GateAnswer::inconclusive,
         "INCONCLUSIVE: 2 routes need more exchanges without a mismatch, most of them GET /b "
         "(2,985)"},
        {"enough everywhere",
         {{"GET /a", 2'995, 0}, {"GET /b", 10'000, 0}},
         GateAnswer::go,
         "GO: no mismatch of severity medium or high in 12,995 exchanges on 2 routes; of each at "
         "most 0.100 % mismatch, with 95 % confidence"},
        {"a route's name may hold hostile bytes",
         {{"GET /\x1b[2J\n", 0, 0}},
         GateAnswer::inconclusive,
         "INCONCLUSIVE: GET /\\x1b[2J\\x0a needs 2,995 more exchanges without a mismatch"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto verdict = gate(row.routes);
        CHECK(verdict.answer == row.expected);
        CHECK(verdict.sentence == row.sentence);
    }
}

TEST_CASE("each route keeps its own answer, in the given order") {
    const auto verdict = gate({{"GET /b", 3'000, 1}, {"GET /a", 3'000, 0}, {"GET /c", 1, 0}});
    REQUIRE(verdict.routes.size() == 3);
    CHECK(verdict.routes[0].route == "GET /b");
    CHECK(verdict.routes[0].answer == GateAnswer::no_go);
    CHECK(verdict.routes[0].more_needed == 0);
    CHECK(verdict.routes[1].answer == GateAnswer::go);
    CHECK(verdict.routes[1].upper_bound < 0.001);
    CHECK(verdict.routes[2].answer == GateAnswer::inconclusive);
    CHECK(verdict.routes[2].more_needed == 2'994);
}

TEST_CASE("a limit or a confidence that is no fraction never lets anything pass") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double wrong : {0.0, 1.0, -0.1, 1.5, nan}) {
        CAPTURE(wrong);
        CHECK(gate({{"GET /a", 9'000, 0}}, {.mismatch_rate_max = wrong}).answer ==
              GateAnswer::inconclusive);
        CHECK(gate({{"GET /a", 9'000, 0}}, {.confidence = wrong}).answer ==
              GateAnswer::inconclusive);
    }
}

TEST_CASE("a limit that no traffic can show says so by the largest number") {
    const auto verdict = gate({{"GET /a", 1, 0}}, {.mismatch_rate_max = 1e-18});
    CHECK(verdict.answer == GateAnswer::inconclusive);
    CHECK(verdict.routes[0].more_needed == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("the answers are named as they are printed") {
    CHECK(name(GateAnswer::go) == "GO");
    CHECK(name(GateAnswer::no_go) == "NO-GO");
    CHECK(name(GateAnswer::inconclusive) == "INCONCLUSIVE");
}
