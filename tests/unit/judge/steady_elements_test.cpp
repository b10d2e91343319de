// SPDX-License-Identifier: Apache-2.0
// Tuples and texts: one element of a list wavers, and another does not.
#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

diff::Difference element(const std::string& path, const std::string& candidate) {
    return {path, "$[*]", Kind::changed, Severity::medium, R"("a")", '"' + candidate + '"'};
}

const auto wrong = element("$[1]", "b");

/// The candidate differs in both elements, and is asked again with legacy, twice.
Judgement judged(const List& legacy_first, const List& legacy_then, const List& candidate_again) {
    Judge judge{{.may_ask_legacy = true}};
    const auto comparison =
        answers({candidate({element("$[0]", "x"), wrong}), legacy_again(legacy_first, 1),
                 candidate(candidate_again, 1), legacy_again(legacy_then, 2),
                 candidate({element("$[0]", "y"), wrong}, 2)});
    return std::get<Judgement>(
        judge.judge({.route = "GET /a", .turn = Turn::last, .comparison = comparison}));
}

}  // namespace

TEST_CASE("an element that legacy keeps is not excused by one that wavers") {
    const List wavers{element("$[0]", "z")};
    const auto found = judged(wavers, wavers, {wrong});
    CHECK(found.verdict == Verdict::mismatch);
    REQUIRE(found.differences.size() == 2);
    CHECK(found.differences[0].standing == Standing::noise);
    CHECK(found.differences[1].standing == Standing::finding);
    CHECK(found.differences[1].reproduced);
}

TEST_CASE("an element that may waver as the others do is noise") {
    const List wavers{element("$[0]", "z")};
    const auto longer = differs("$[0]", Kind::added, "", "1");
    CHECK(judged(wavers, {element("$[1]", "z")}, {wrong}).verdict == Verdict::noise);
    CHECK(judged(wavers, wavers, {element("$[1]", "c")}).verdict == Verdict::noise);
    CHECK(judged(wavers, wavers, {}).verdict == Verdict::noise);
    CHECK(judged(wavers, {element("$[0]", "z"), longer}, {wrong}).verdict == Verdict::noise);
    CHECK(judged(wavers, {differs("$", Kind::reordered)}, {wrong}).verdict == Verdict::noise);
}

TEST_CASE("asking again tells nothing of an element that always wavers, and of others it does") {
    Judge judge{{.may_ask_legacy = true, .control_share = 0}};
    const auto ask = [&](const diff::Comparison& comparison, Turn turn) {
        return judge.judge({.route = "GET /a", .turn = turn, .comparison = comparison});
    };
    for (int i = 0; i < 20; ++i) {
        const List wavers{element("$[0]", "z" + std::to_string(i))};
        const auto noise =
            answers({candidate({element("$[0]", std::to_string(i))}), legacy_again(wavers, 1),
                     candidate(wavers, 1), legacy_again(wavers, 2), candidate(wavers, 2)});
        CHECK(std::holds_alternative<Judgement>(ask(noise, Turn::last)));
    }
    const auto known = answers({candidate({element("$[0]", "q")})});
    const auto other = answers({candidate({element("$[0]", "q"), wrong})});
    CHECK(std::holds_alternative<Judgement>(ask(known, Turn::first)));
    CHECK(std::holds_alternative<AskAgain>(ask(other, Turn::first)));
}
