// SPDX-License-Identifier: Apache-2.0
#include "judge/gate.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <utility>

using namespace shadowdiff::judge;

namespace {

GateInput input(std::vector<GateRoute> routes, std::vector<OpenFinding> open = {},
                std::uint64_t due = 0, std::uint64_t compared = 0) {
    return {std::move(routes), std::move(open), due, compared};
}

GateInput with_excused(std::vector<GateRoute> routes, const Excused& excused) {
    auto all = input(std::move(routes));
    all.excused = excused;
    return all;
}

GateVerdict gate_of(std::vector<GateRoute> routes, const GateOptions& options = {}) {
    return gate(input(std::move(routes)), options);
}

}  // namespace

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
        const auto verdict = gate_of({{"GET /a", row.judged, 0}}, {.mismatch_rate_max = row.limit});
        CHECK(verdict.answer == row.expected);
        REQUIRE(verdict.routes.size() == 1);
        CHECK(verdict.routes[0].answer == row.expected);
        CHECK(verdict.routes[0].more_needed == row.more_needed);
    }
}

TEST_CASE("the sentence says why, in one line") {
    struct Row {
        const char* name;
        GateInput input;
        GateAnswer expected;
        std::string sentence;
    };
    const Row rows[] = {
        {"one route over the limit", input({{"GET /search", 1'100, 7}, {"GET /a", 9'000, 0}}),
         GateAnswer::no_go,
         "NO-GO: mismatches of severity medium or high over the limit of 0.10 % in GET /search (7 "
         "of 1,100, at least 0.29 % with 95 % confidence)"},
        {"several routes over it",
         input({{"GET /a", 9'000, 0}, {"GET /b", 4'000, 12}, {"GET /c", 12'500, 1'200}}),
         GateAnswer::no_go,
         "NO-GO: mismatches of severity medium or high over the limit of 0.10 % on 2 routes, most "
         "in GET /c (1,200 of 12,500, at least 9.1 % with 95 % confidence)"},
        {"a confirmed finding, however rare",
         input({{"GET /a", 1'000'000, 1}}, {{"GET /a", "3f9a", 1}}), GateAnswer::no_go,
         "NO-GO: 1 finding of severity medium or high, confirmed by asking again and undecided, in "
         "GET /a (1 exchange)"},
        {"confirmed findings on several routes",
         input({{"GET /a", 9'000, 4}, {"GET /b", 9'000, 70}},
               {{"GET /a", "1", 4}, {"GET /b", "2", 70}, {"GET /b", "3", 5}}),
         GateAnswer::no_go,
         "NO-GO: 3 findings of severity medium or high, confirmed by asking again and undecided, "
         "on 2 routes, most in GET /b (70 exchanges)"},
        {"one route too little", input({{"GET /a", 9'000, 0}, {"GET /orders/{id}", 684, 0}}),
         GateAnswer::inconclusive,
         "INCONCLUSIVE: GET /orders/{id} needs 2,311 more exchanges without a mismatch"},
        {"a mismatch that nobody could confirm is not enough for either answer",
         input({{"GET /a", 3'000, 1}}), GateAnswer::inconclusive,
         "INCONCLUSIVE: GET /a needs 1,742 more exchanges without a further mismatch"},
        {"several routes too little",
         input({{"GET /a", 2'000, 0}, {"GET /b", 10, 0}, {"GET /c", 3'000, 0}}),
         GateAnswer::inconclusive,
         "INCONCLUSIVE: 2 routes need more exchanges without a mismatch, most of them GET /b "
         "(2,985)"},
        {"too little of it compared", input({{"GET /a", 9'800, 0}}, {}, 10'000, 9'800),
         GateAnswer::inconclusive,
         "INCONCLUSIVE: 9,800 of 10,000 requests that were to be compared were, 98 % (at least "
         "99 % must be)"},
        {"enough everywhere",
         input({{"GET /a", 2'995, 0}, {"GET /b", 10'000, 0}}, {}, 13'000, 12'995), GateAnswer::go,
         "GO: no mismatch of severity medium or high in 12,995 exchanges on 2 routes; of each at "
         "most 0.100 % with 95 % confidence, valid for one look"},
        {"a mismatch is no hindrance where there is enough", input({{"GET /a", 4'742, 1}}),
         GateAnswer::go,
         "GO: 1 mismatch of severity medium or high in 4,742 exchanges on 1 route; of each at most "
         "0.100 % with 95 % confidence, valid for one look"},
        {"a mismatch that writes kept from being confirmed is a hindrance, however rare",
         input({{"GET /a", 4'742, 1, 4'742, 1}, {"GET /b", 9'000, 0}}), GateAnswer::inconclusive,
         "INCONCLUSIVE: 1 mismatch of severity medium or high in GET /a could not be confirmed: "
         "the "
         "resource was written to while it was asked again"},
        {"such mismatches on several routes",
         input({{"GET /a", 90'000, 1, 90'000, 1}, {"GET /b", 90'000, 2, 90'000, 2}}),
         GateAnswer::inconclusive,
         "INCONCLUSIVE: 3 mismatches of severity medium or high on 2 routes, most in GET /b, could "
         "not be confirmed: the resource was written to while they were asked again"},
        {"such mismatches are no hindrance to a NO-GO",
         input({{"GET /a", 90'000, 1, 90'000, 1}}, {{"GET /a", "3f9a", 1}}), GateAnswer::no_go,
         "NO-GO: 1 finding of severity medium or high, confirmed by asking again and undecided, in "
         "GET /a (1 exchange)"},
        {"what was excused is told", with_excused({{"GET /a", 3'200, 0}}, {3'200, 1, 0}),
         GateAnswer::go,
         "GO: no mismatch of severity medium or high beside 3,200 excused by 1 decision in 3,200 "
         "exchanges on 1 route; of each at most 0.094 % with 95 % confidence, valid for one look"},
        {"and as what", with_excused({{"GET /a", 4'742, 1}}, {30, 2, 1}), GateAnswer::go,
         "GO: 1 mismatch of severity medium or high beside 30 excused by 2 decisions or as noise "
         "in 4,742 exchanges on 1 route; of each at most 0.100 % with 95 % confidence, valid for "
         "one look"},
        {"noise needs no decision", with_excused({{"GET /a", 3'200, 0}}, {7, 0, 1}), GateAnswer::go,
         "GO: no mismatch of severity medium or high beside 7 excused as noise in 3,200 exchanges "
         "on 1 route; of each at most 0.094 % with 95 % confidence, valid for one look"},
        {"a route's name may hold hostile bytes", input({{"GET /\x1b[2J\n", 0, 0}}),
         GateAnswer::inconclusive,
         "INCONCLUSIVE: GET /\\x1b[2J\\x0a needs 2,995 more exchanges without a mismatch"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto verdict = gate(row.input);
        CHECK(verdict.answer == row.expected);
        CHECK(verdict.sentence == row.sentence);
    }
}

TEST_CASE("each route keeps its own answer, in the given order") {
    const auto verdict = gate_of({{"GET /b", 3'000, 90}, {"GET /a", 3'000, 0}, {"GET /c", 1, 0}});
    REQUIRE(verdict.routes.size() == 3);
    CHECK(verdict.routes[0].route == "GET /b");
    CHECK(verdict.routes[0].answer == GateAnswer::no_go);
    CHECK(verdict.routes[0].lower_bound > 0.02);
    CHECK(verdict.routes[0].more_needed == 0);
    CHECK(verdict.routes[1].answer == GateAnswer::go);
    CHECK(verdict.routes[1].upper_bound < 0.001);
    CHECK(verdict.routes[2].answer == GateAnswer::inconclusive);
    CHECK(verdict.routes[2].more_needed == 2'994);
}

TEST_CASE("a busy route does not make up for one of which much was dropped") {
    const GateRoute busy{"GET /health", 900'000, 0, 900'000};
    const GateRoute refund{"GET /refund", 4'000, 0, 9'000};
    auto verdict = gate(input({busy, refund}, {}, 909'000, 904'000));
    CHECK(verdict.answer == GateAnswer::inconclusive);
    CHECK(verdict.routes[0].answer == GateAnswer::go);
    CHECK(verdict.routes[1].answer == GateAnswer::inconclusive);
    CHECK(verdict.routes[1].more_needed == 0);
    CHECK(verdict.sentence ==
          "INCONCLUSIVE: of GET /refund 4,000 of 9,000 requests that were to be compared were, "
          "44 % (at least 99 % must be)");
    const GateRoute orders{"GET /orders", 4'000, 0, 5'000};
    verdict = gate(input({busy, orders, refund}, {}, 914'000, 908'000));
    CHECK(verdict.sentence ==
          "INCONCLUSIVE: too little of 2 routes was compared, least of GET /refund: 4,000 of 9,000 "
          "requests that were to be compared were, 44 % (at least 99 % must be)");
    verdict = gate(input({busy, refund, {"GET /few", 5, 0, 5}}, {}, 909'005, 904'005));
    CHECK(verdict.sentence.contains("GET /few needs 2,990 more exchanges"));
    CHECK(gate(input({busy, refund}, {}, 909'000, 904'000), {.coverage_min = 0.4}).answer ==
          GateAnswer::go);
    const GateRoute wrong{"GET /refund", 4'000, 400, 9'000};
    CHECK(gate(input({busy, wrong}, {}, 909'000, 904'000)).answer == GateAnswer::no_go);
}

TEST_CASE("a gate that is read every night asks for more") {
    const GateOptions nightly{.mismatch_rate_max = 0.0001, .look = Look::nightly};
    CHECK(gate_of({{"GET /a", 41'127, 0}}, nightly).routes[0].more_needed == 1);
    const auto verdict = gate_of({{"GET /a", 41'128, 0}}, nightly);
    CHECK(verdict.answer == GateAnswer::go);
    CHECK(verdict.sentence.ends_with("valid at any look"));
}

TEST_CASE("jointly, each of many routes needs more than alone") {
    struct Row {
        std::size_t routes;
        std::uint64_t judged;  // each
    };
    for (const auto& row : {Row{10, 52'981}, Row{50, 69'075}, Row{100, 76'006}}) {
        CAPTURE(row.routes);
        const auto routes = [&](std::uint64_t judged) {
            return std::vector<GateRoute>(row.routes, GateRoute{"GET /a", judged, 0});
        };
        const GateOptions alone{.mismatch_rate_max = 0.0001};
        GateOptions jointly = alone;
        jointly.jointly = true;
        CHECK(gate_of(routes(row.judged), jointly).answer == GateAnswer::go);
        CHECK(gate_of(routes(row.judged - 1), jointly).answer == GateAnswer::inconclusive);
        CHECK(gate_of(routes(row.judged), alone).holds_jointly);
        CHECK_FALSE(gate_of(routes(row.judged - 1), alone).holds_jointly);
        CHECK(gate_of(routes(row.judged - 1), alone).answer == GateAnswer::go);
    }
}

TEST_CASE("a limit or a confidence that is no fraction never lets anything pass") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double wrong : {0.0, 1.0, -0.1, 1.5, nan}) {
        CAPTURE(wrong);
        CHECK(gate_of({{"GET /a", 9'000, 0}}, {.mismatch_rate_max = wrong}).answer ==
              GateAnswer::inconclusive);
        CHECK(gate_of({{"GET /a", 9'000, 0}}, {.confidence = wrong}).answer ==
              GateAnswer::inconclusive);
    }
}

TEST_CASE("a limit that no traffic can show says so by the largest number") {
    const auto verdict = gate_of({{"GET /a", 1, 0}}, {.mismatch_rate_max = 1e-18});
    CHECK(verdict.answer == GateAnswer::inconclusive);
    CHECK(verdict.routes[0].more_needed == std::numeric_limits<std::uint64_t>::max());
}

TEST_CASE("the answers are named as they are printed") {
    CHECK(name(GateAnswer::go) == "GO");
    CHECK(name(GateAnswer::no_go) == "NO-GO");
    CHECK(name(GateAnswer::inconclusive) == "INCONCLUSIVE");
}
