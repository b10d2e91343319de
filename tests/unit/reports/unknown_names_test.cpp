// SPDX-License-Identifier: Apache-2.0
#include "reports/unknown_names.hpp"

#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

TEST_CASE("what names nothing is said, with the names that come nearest") {
    struct {
        const char* name;
        store::ExchangeFilter filter;
        const char* expected;
    } const cases[] = {
        {"nothing is asked for", {}, ""},
        {"all of it is there",
         {.verdict = "mismatch", .reason = "", .route = "GET /search", .finding = "3f9a"},
         ""},
        {"a verdict that exists and did not occur", {.verdict = "both_error"}, ""},
        {"a reason that exists and did not occur", {.reason = "queue_full"}, ""},
        {"a verdict that does not exist",
         {.verdict = "mismatches"},
         "--verdict: no verdict is mismatches (nearest: mismatch, match, noise)"},
        {"a reason that does not exist",
         {.reason = "unsafe"},
         "--reason: no reason of this run is unsafe (nearest: unsafe_method, answer_not_seen)"},
        {"a route without its method",
         {.route = "/orders/{id}"},
         "--route: no route of this run is /orders/{id} (nearest: GET /orders/{id}, GET "
         "/products/{id}, POST /orders)"},
        {"a finding", {.finding = "ffff"}, "--finding: no finding of this run begins with ffff"},
        {"bytes that command a terminal",
         {.finding = "\x1b[2J"},
         "--finding: no finding of this run begins with \\x1b[2J"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        CHECK(unknown_in(one.filter, demo_run()) == one.expected);
    }
    CHECK(unknown_route("GET /a", {}) == "no route of this run is GET /a: there is none");
    CHECK(unknown_route("GET /a", {"GET /a"}).empty());
}
