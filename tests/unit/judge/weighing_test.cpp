// SPDX-License-Identifier: Apache-2.0
// What further answers tell, where a write to the resource was seen while they were asked for.
#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

const auto wrong_total = differs("$.total", Kind::retyped, "1", "\"1\"");

/// The candidate's first answer, and what legacy and it said each time that they were asked again.
diff::Comparison asked_again(const List& first, const List& legacy, const List& again,
                             std::uint32_t times) {
    auto comparison = answers({candidate(first)});
    for (std::uint32_t attempt = 1; attempt <= times; ++attempt) {
        comparison.answers.push_back(legacy_again(legacy, attempt));
        comparison.answers.push_back(candidate(again, attempt));
    }
    return comparison;
}

Judgement judged_with_write(Judge& judge, const diff::Comparison& comparison,
                            bool is_written = true) {
    return std::get<Judgement>(judge.judge({.route = "GET /a",
                                            .turn = Turn::again,
                                            .is_written_meanwhile = is_written,
                                            .comparison = comparison}));
}

constexpr std::string_view told_of_write = "a write to the resource was seen meanwhile";

}  // namespace

TEST_CASE("a write that changed nothing contradicts nothing") {
    struct Row {
        const char* name;
        List legacy;  // asked again
        List candidate;
        bool is_written;
        bool is_reproduced;
        bool is_put_aside;
    };
    const auto another = differs("$.total", Kind::retyped, "1", "\"2\"");
    const Row rows[] = {
        {"all is as it was", {}, {wrong_total}, true, true, false},
        {"and nobody wrote", {}, {wrong_total}, false, true, false},
        {"legacy spells it anew", {respelled("$.total")}, {wrong_total}, true, true, false},
        {"the write changed another place",
         {changed("$.at", "1", "2")},
         {wrong_total, changed("$.at", "1", "3")},
         true,
         true,
         false},
        {"legacy has another value",
         {changed("$.total", "1", "2")},
         {wrong_total},
         true,
         false,
         true},
        {"legacy gives what the candidate gave", {wrong_total}, {wrong_total}, true, false, true},
        {"legacy's answer has another form",
         {differs("$", Kind::retyped)},
         {wrong_total},
         true,
         false,
         true},
        {"the candidate has another value", {}, {another}, true, false, true},
        {"the candidate is right", {}, {}, true, false, true},
        {"the candidate is right, and nobody wrote", {}, {}, false, false, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Judge judge{{.may_ask_legacy = true}};
        const auto judgement = judged_with_write(
            judge, asked_again({wrong_total}, row.legacy, row.candidate, 8), row.is_written);
        CHECK(judgement.verdict == Verdict::mismatch);
        REQUIRE(judgement.differences.size() == 1);
        CHECK(judgement.differences[0].reproduced == row.is_reproduced);
        CHECK((judgement.reason == Reason::written_meanwhile) == row.is_put_aside);
        CHECK(judgement.why.contains(told_of_write) == row.is_put_aside);
        CHECK(judgement.why.contains("agreed with itself in 9 answers") == !row.is_put_aside);
    }
}

TEST_CASE("of an answer some differences are confirmed beside a write, and some are not") {
    Judge judge{{.may_ask_legacy = true}};
    const auto judgement =
        judged_with_write(judge, asked_again({wrong_total, changed("$.left", "9", "8")},
                                             {changed("$.left", "9", "7")},
                                             {wrong_total, changed("$.left", "9", "7")}, 8));
    REQUIRE(judgement.differences.size() == 2);
    CHECK(judgement.differences[0].reproduced);
    CHECK_FALSE(judgement.differences[1].reproduced);
    CHECK(judgement.differences[1].standing == Standing::finding);
    CHECK(judgement.reason == Reason::written_meanwhile);
}

TEST_CASE("answers that did not come are put aside for no write") {
    Judge judge{{.may_ask_legacy = true}};
    const auto judgement = judged_with_write(
        judge, answers({candidate({wrong_total}), failed(Leg::legacy, FailureClass::refused, 1),
                        failed(Leg::candidate, FailureClass::refused, 1)}));
    CHECK(judgement.reason == Reason::none);
    CHECK(judgement.why.contains("legacy was asked again and gave no answer"));
}

TEST_CASE("what may waver is asked more often beside a write too, unless it was put aside") {
    Judge judge{{.may_ask_legacy = true, .control_share = 0}};
    const List wavering{changed("$.a")};
    const auto ask = [&](const diff::Comparison& comparison) {
        return judge.judge({.route = "GET /a",
                            .turn = Turn::again,
                            .is_written_meanwhile = true,
                            .comparison = comparison});
    };
    const auto again = ask(asked_again(wavering, {}, wavering, 2));
    REQUIRE(std::holds_alternative<AskAgain>(again));
    CHECK(std::get<AskAgain>(again).times == 6);
    const auto last = ask(asked_again(wavering, {changed("$.a", "1", "3")}, wavering, 2));
    REQUIRE(std::holds_alternative<Judgement>(last));
    CHECK(std::get<Judgement>(last).reason == Reason::written_meanwhile);
}

TEST_CASE("what a write changed is not learnt as legacy's noise, and what it did not is learnt") {
    Judge judge{{.may_ask_legacy = true, .control_share = 0}};
    for (int i = 0; i < 5; ++i) {
        judged_with_write(
            judge, asked_again({wrong_total}, {changed("$.left", "9", "7")}, {wrong_total}, 8));
    }
    CHECK(judge.noise().empty());
    CHECK(judge.odd_one_out().empty());
    const auto known = judge.judge({.route = "GET /a",
                                    .turn = Turn::first,
                                    .comparison = answers({candidate({wrong_total})})});
    REQUIRE(std::holds_alternative<Judgement>(known));
    CHECK(std::get<Judgement>(known).differences.at(0).reproduced);
}
