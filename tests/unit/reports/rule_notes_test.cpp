// SPDX-License-Identifier: Apache-2.0
#include "reports/rule_notes.hpp"

#include "reports/model.hpp"
#include "reports/render.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <vector>

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
          "clock (ignore at $.at, of team) was never needed: no difference is where it holds; "
          "expires never; reason: r");
}

TEST_CASE("what a rule hid is held against legacy's own noise") {
    const auto text = note(rule({{"GET /a", "$.at", "changed", 40, 14, 3}}));
    CHECK(text.contains("set aside 40 differences in 40 exchanges: $.at changed on GET /a (40);"));
    CHECK(text.ends_with("; expires never; reason: r"));
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

TEST_CASE("of merged runs whose rules differ it is not known what rules set aside") {
    struct {
        const char* name;
        std::map<std::string, std::string> facts;
        const char* expected;
    } const cases[] = {
        {"one run", {{"rules_digest", "a"}}, ""},
        {"equal rules", {{"rules_digest", "a"}, {"merged_unequal", "candidate version"}}, ""},
        {"two that are known",
         {{"merged_rules_digest", "a; b"}, {"merged_unequal", "legacy version, rules"}},
         "the merged runs had different rules"},
        {"two that are known and one that is not",
         {{"merged_rules_digest", "a; b; not known"}, {"merged_unequal", "rules"}},
         "the merged runs had different rules"},
        {"one that is known",
         {{"merged_rules_digest", "a; not known"}, {"merged_unequal", "rules"}},
         "the merged runs are not known to have had the same rules"},
        {"none that is known",
         {{"merged_unequal", "candidate version, rules"}},
         "the merged runs are not known to have had the same rules"},
    };
    for (const auto& one : cases) {
        CAPTURE(one.name);
        store::RunRows rows;
        rows.run.facts = one.facts;
        const auto report = reports::make_report(rows);
        const std::string expected{one.expected};
        CHECK(reports::why_rules_unknown(rows.run) == expected);
        CHECK(reports::render_text(report, {.columns = 200})
                  .contains(expected.empty() ? "nothing" : "not known: " + expected));
        CHECK(report.rules ==
              (expected.empty() ? std::vector<std::string>{}
                                : std::vector{"What rules set aside is not known: " + expected}));
    }
}
