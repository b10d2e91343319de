// SPDX-License-Identifier: Apache-2.0
#include "reports/status_notes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::reports;

TEST_CASE("errors are told by route and leg, those that are not alike first") {
    const std::vector<store::LegStatusRow> statuses{
        {"GET /alike", "legacy", 200, 5},    {"GET /alike", "legacy", 404, 2},
        {"GET /alike", "candidate", 404, 2}, {"GET /fine", "legacy", 200, 9},
        {"GET /fine", "legacy", 304, 9},     {"GET /worse", "legacy", 404, 1'200},
        {"GET /worse", "candidate", 404, 3}, {"GET /worse", "candidate", 503, 4},
        {"GET /x", "candidate", 500, 1},
    };
    CHECK(error_notes(statuses) ==
          std::vector<std::string>{"GET /worse: legacy 404 × 1,200; candidate 404 × 3, 503 × 4",
                                   "GET /x: legacy none; candidate 500 × 1",
                                   "GET /alike: legacy 404 × 2; candidate 404 × 2"});
    CHECK(error_totals(statuses) == "4xx: legacy 1,202, candidate 5; 5xx: legacy 0, candidate 5");
    CHECK(error_notes({}).empty());
    CHECK(error_totals({}).empty());
}

TEST_CASE("of very many routes with errors the first are told, and how many there are") {
    std::vector<store::LegStatusRow> statuses;
    for (int i = 0; i < 42; ++i) {
        statuses.push_back({"GET /" + std::to_string(100 + i), "candidate", 500, 1});
    }
    const auto notes = error_notes(statuses);
    CHECK(notes.size() == 41);
    CHECK(notes.back() == "… and 2 further routes: see the JSON report");
}
