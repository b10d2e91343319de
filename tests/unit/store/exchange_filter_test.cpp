// SPDX-License-Identifier: Apache-2.0
#include "store/exchange_filter.hpp"

#include "tests/unit/store/sample.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff::store;
using namespace shadowdiff::store::test;

TEST_CASE("exchanges are listed by severity, and by the status of either leg") {
    const Folder folder;
    auto high = mismatched("a1", "GET /a", {finding("$.a", "$.a", "changed")});
    high.legacy_status = 404;
    auto low = mismatched("a2", "GET /a", {finding("$.b", "$.b", "changed", "low")});
    low.severity = "low";
    low.candidate_status = 503;
    const auto reader = run_of(folder, {high, low});
    const auto ids = [&](const ExchangeFilter& filter) {
        std::string found;
        reader.each_exchange(filter, [&](const auto& row) { found += row.id.substr(0, 2) + " "; });
        return found;
    };
    CHECK(ids({.severity = "high"}) == "a1 ");
    CHECK(ids({.severity = "low"}) == "a2 ");
    CHECK(ids({.severity = "medium"}).empty());
    CHECK(ids({.status = 404}) == "a1 ");
    CHECK(ids({.route = "GET /a", .status = 503}) == "a2 ");
    CHECK(ids({.severity = "high", .status = 503}).empty());
}
