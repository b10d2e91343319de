// SPDX-License-Identifier: Apache-2.0
#include "base/nearest.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;

TEST_CASE("edits are counted, one for each byte that is put in, taken out or changed") {
    struct {
        const char* one;
        const char* other;
        std::size_t edits;
    } const rows[] = {{"", "", 0},       {"", "abc", 3},          {"abc", "abc", 0},
                      {"abc", "abd", 1}, {"abc", "bc", 1},        {"abc", "xabc", 1},
                      {"ab", "ba", 2},   {"kitten", "sitting", 3}};
    for (const auto& row : rows) {
        CAPTURE(row.one);
        CHECK(edits_between(row.one, row.other) == row.edits);
        CHECK(edits_between(row.other, row.one) == row.edits);
    }
}

TEST_CASE("the nearest names come first, no more than asked for") {
    const std::vector<std::string> known{"GET /a", "GET /orders", "GET /orders/{id}",
                                         "POST /orders"};
    CHECK(nearest_names("GET /order", known, 2) ==
          std::vector<std::string>{"GET /orders", "POST /orders"});
    CHECK(nearest_names("/orders/{id}", known, 1) == std::vector<std::string>{"GET /orders/{id}"});
    CHECK(nearest_names("GET /order", {}, 2).empty());
    CHECK(nearest_names("x", {"b", "a"}, 9) == std::vector<std::string>{"b", "a"});
    CHECK(nearest_names(std::string(100'000, 'x'), {std::string(100'000, 'y')}, 1).size() == 1);
}
