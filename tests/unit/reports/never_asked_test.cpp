// SPDX-License-Identifier: Apache-2.0
#include "reports/never_asked.hpp"

#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

// The sentences that a description adds to a report over these routes.
std::vector<std::string> told_of(const std::vector<std::string>& seen, const ApiPlaces& places) {
    Report report;
    for (const auto& route : seen) report.routes.emplace_back().route = route;
    compare_with(places, report);
    return report.not_verified;
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("what an API declares and nobody asked for is told, by its own names") {
    const Told seen{"GET /search", "GET /orders/{id}"};
    CHECK(told_of(seen, {}).empty());
    CHECK(told_of(seen, {"api.yaml", {{"GET /search", 1}, {"GET /orders/{orderId}", 2}}}).empty());
    CHECK(told_of(seen, {"api.yaml",
                         {{"GET /search", 1}, {"GET /odd{", 2}, {"GET /orders/{a}/{b}", 3}}}) ==
          Told{"2 of 3 routes that api.yaml declares were never asked: GET /odd{, GET "
               "/orders/{a}/{b}."});
    CHECK(told_of(seen, {"api.yaml", {{"DELETE /search", 1}}}) ==
          Told{"1 of 1 route that api.yaml declares was never asked: DELETE /search."});
}

TEST_CASE("a declared template was asked where the run has a word below it") {
    const ApiPlaces places{"api.yaml", {{"GET /teas/{id}", 1}, {"GET /teas/new", 2}}};
    CHECK(told_of({"GET /teas/assam"}, places) ==
          Told{"1 of 2 routes that api.yaml declares was never asked: GET /teas/new."});
    CHECK(told_of({"GET shop.test/teas/new"}, places) ==
          Told{"1 of 2 routes that api.yaml declares was never asked: GET /teas/{id}."});
    CHECK(told_of({"GET /teas/assam", "GET /teas/new"}, places).empty());
    CHECK(told_of({"POST /graphql#GetTea"}, {"api.yaml", {{"POST /graphql", 1}}}).empty());
    CHECK(told_of({"GET /a.pdf"}, {"api.yaml", {{"GET /{name}.pdf", 1}}}).empty());
}

TEST_CASE("what the run's routes do not tell is told as such") {
    const ApiPlaces places{"api.yaml", {{"GET /teas/{id}", 1}, {"GET /teas/new", 2}}};
    CHECK(told_of({"GET /teas/{id}"}, places) ==
          Told{"Whether 1 route that api.yaml declares was asked, the run's own routes do not "
               "tell: GET /teas/new."});
    CHECK(told_of({"(other)"}, {"api.yaml", {{"GET /a", 1}, {"GET /b", 2}}}) ==
          Told{"Whether 2 routes that api.yaml declares were asked, the run's own routes do not "
               "tell: GET /a, GET /b."});
}

TEST_CASE("a run that was given a description tells by itself what was never asked") {
    auto rows = demo_run();
    rows.routes = {{"GET /search", "openapi", 4}, {"GET /teas", "openapi", 0}};
    auto report = make_report(rows);
    CHECK(report.never_asked == Told{"GET /teas"});
    auto with_hosts = rows;
    with_hosts.routes.push_back({"GET b.test/teas", "openapi", 2});
    CHECK(never_asked(with_hosts).empty());
    const auto note = never_asked_note(report);
    CHECK(note == "1 route that the run's API description declares was never asked: GET /teas.");
    CHECK(std::ranges::count(report.not_verified, note) == 1);
    compare_with({"api.yaml", {{"GET /search", 1}}}, report);
    CHECK(report.never_asked.empty());
    CHECK(std::ranges::count(report.not_verified, note) == 0);
}
