// SPDX-License-Identifier: Apache-2.0
#include "reports/rule_notes.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;

namespace {

store::RuleRow rule(std::vector<store::RulePlaceRow> places) {
    store::RuleRow row{.name = "clock",
                       .action = "ignore",
                       .paths = "$.at",
                       .reason = "r",
                       .owner = "team",
                       .expires = "never"};
    for (const auto& place : places) row.exchanges += place.exchanges;
    row.differences = row.exchanges;
    row.places = std::move(places);
    return row;
}

std::string note(const store::RuleRow& row) { return reports::rule_notes({row}).at(0); }

}  // namespace

TEST_CASE("a rule that did nothing is named") {
    CHECK(note(rule({})) ==
          "clock (ignore at $.at, of team) was never needed: no difference is where it holds");
}

TEST_CASE("what a rule hid is held against legacy's own noise") {
    const auto text = note(rule({{"GET /a", "$.at", "changed", 40, 14, 3}}));
    CHECK(text.contains("set aside 40 differences in 40 exchanges"));
    CHECK(text.contains("of 14 looked at twice, 3 are not explained by legacy's own noise"));
    CHECK_FALSE(text.contains("broad"));
    CHECK(note(rule({{"GET /a", "$.at", "changed", 1, 0, 0}}))
              .contains("its own noise there is not known"));
}

TEST_CASE("a rule that is too broad is named") {
    CHECK(note(rule({{"GET /a", "$.at", "missing", 2, 0, 0}}))
              .contains("it hides more than values: $.at is missing on GET /a"));
    std::vector<store::RulePlaceRow> places;
    for (int i = 0; i < 12; ++i) {
        places.push_back({"GET /a", "$.p" + std::to_string(i), "changed", 1, 0, 0});
    }
    CHECK(note(rule(places)).contains("it is broad: 12 different paths"));
}

TEST_CASE("rules that set nothing aside are not blamed for it") {
    auto row = rule({});
    row.action = "compare";
    CHECK(reports::rule_notes({row}).empty());
}
