// SPDX-License-Identifier: Apache-2.0
#include "judge/odd_one_out.hpp"

#include "diff/census.hpp"
#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

diff::Differences some(List list) { return {.list = std::move(list)}; }

std::vector<std::uint64_t> places(std::vector<std::string> patterns) {
    std::vector<std::uint64_t> keys;
    for (const auto& pattern : patterns) keys.push_back(diff::census_key(pattern));
    std::ranges::sort(keys);
    return keys;
}

const auto present = places({"$.a", "$.b", "$.rows[*].n"});

}  // namespace

TEST_CASE("three answers have one odd one out, or none, or three") {
    struct Row {
        const char* name;
        List candidate;
        List legacy;
        OddOneOut expected;
    };
    const auto with = [](auto member) {
        OddOneOut row;
        row.*member = 1;
        return row;
    };
    const Row rows[] = {
        {"only the candidate", {changed("$.a")}, {}, with(&OddOneOut::only_candidate)},
        {"only legacy's second", {}, {changed("$.a")}, with(&OddOneOut::only_legacy)},
        {"legacy moved on", {changed("$.a")}, {changed("$.a")}, with(&OddOneOut::moved)},
        {"all three differ",
         {changed("$.a")},
         {changed("$.a", "1", "3")},
         with(&OddOneOut::all_differ)},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        OddOneOutTable table;
        table.add("GET /a", some(row.candidate), some(row.legacy), present);
        REQUIRE(table.rows().size() == 1);
        const auto found = table.rows()[0];
        CHECK(found.pattern == "$.a");
        CHECK(found.present == 1);
        CHECK(found.only_candidate == row.expected.only_candidate);
        CHECK(found.only_legacy == row.expected.only_legacy);
        CHECK(found.moved == row.expected.moved);
        CHECK(found.all_differ == row.expected.all_differ);
    }
}

TEST_CASE("a rate is told of the exchanges in which the place exists") {
    OddOneOutTable table;
    const auto rare = places({"$.a", "$.rare"});
    for (int i = 0; i < 990; ++i) table.add("GET /a", some({}), some({}), places({"$.a"}));
    for (int i = 0; i < 10; ++i) table.add("GET /a", some({changed("$.rare")}), some({}), rare);
    const auto rows = table.rows();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].present == 10);
    CHECK(rows[0].effect == 1.0);
    CHECK(rows[0].p == doctest::Approx(1.0 / 1024));
    CHECK(rows[0].effect_low > 0.5);
}

TEST_CASE("what only the candidate has is a place of the exchange as well") {
    OddOneOutTable table;
    table.add("GET /a", some({differs("$.new", Kind::added, "", "1")}), some({}), present);
    REQUIRE(table.rows().size() == 1);
    CHECK(table.rows()[0].present == 1);
}

TEST_CASE("another spelling, and bodies that nobody looked at, are no odd ones") {
    OddOneOutTable table;
    auto body = changed("body");
    body.basis = diff::Basis::digests;
    table.add("GET /a", some({respelled("$.a"), body}), some({}), present);
    CHECK(table.rows().empty());
}

TEST_CASE("several elements of one list are one exchange") {
    OddOneOutTable table;
    auto second = changed("$.rows[0].n");
    second.path = "$.rows[1].n";
    table.add("GET /a", some({changed("$.rows[0].n"), second}), some({}), present);
    REQUIRE(table.rows().size() == 1);
    CHECK(table.rows()[0].only_candidate == 1);
    CHECK(table.rows()[0].present == 1);
}

TEST_CASE("a full table counts what it leaves out") {
    OddOneOutTable table{{.counted_max = 4}};
    for (int i = 0; i < 20; ++i) {
        table.add("GET /" + std::to_string(i), some({changed("$.x")}), some({}), present);
    }
    CHECK(table.rows().empty());
    CHECK(table.not_counted() == 21);  // the first route's place and key, and 19 routes
}

TEST_CASE("the judge counts where legacy answered twice whatever the candidate said") {
    struct Row {
        const char* name;
        diff::Comparison comparison;
        Turn turn;
        bool counts;
    };
    auto twin = answers({candidate({changed("$.a")})});
    twin.twin = diff::Differences{};
    const auto again = answers({candidate({changed("$.a")}), legacy_again({}, 1)});
    const Row rows[] = {
        {"the secondary answered", answers({candidate({changed("$.a")}), secondary({})}),
         Turn::last, true},
        {"a twin was seen", twin, Turn::last, true},
        {"a control", again, Turn::control, true},
        {"asked again because they differed", again, Turn::again, false},
        {"legacy answered once", answers({candidate({changed("$.a")})}), Turn::last, false},
        {"the secondary failed",
         answers({candidate({changed("$.a")}), failed(Leg::secondary, FailureClass::refused)}),
         Turn::last, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Judge judge{{}};
        judge.judge({.route = "GET /a", .turn = row.turn, .comparison = row.comparison});
        CHECK(judge.odd_one_out().size() == (row.counts ? 1 : 0));
    }
}
