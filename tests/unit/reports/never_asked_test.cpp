// SPDX-License-Identifier: Apache-2.0
#include "reports/never_asked.hpp"

#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff::reports;

TEST_CASE("what an API declares and nobody asked for is told, by its own names") {
    const auto report = make_report(demo_run());
    CHECK(never_asked(report, {}).empty());
    CHECK(never_asked(report, {"api.yaml", {{"GET /search", 1}, {"GET /orders/{orderId}", 2}}})
              .empty());
    CHECK(never_asked(
              report,
              {"api.yaml", {{"GET /search", 1}, {"GET /odd{", 2}, {"GET /orders/{a}/{b}", 3}}}) ==
          "2 of 3 routes that api.yaml declares were never asked: GET /odd{, GET /orders/{a}/{b}.");
    CHECK(never_asked(report, {"api.yaml", {{"DELETE /search", 1}}}) ==
          "1 of 1 route that api.yaml declares was never asked: DELETE /search.");
}
