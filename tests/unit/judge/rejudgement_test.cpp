// SPDX-License-Identifier: Apache-2.0
#include "judge/rejudgement.hpp"

#include "comparisons.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

ToldPlace told_place(std::string pattern, Standing standing, bool reproduced = false) {
    return {std::move(pattern), Kind::changed, standing, Severity::high, reproduced};
}

Judgement judgement(List differences, std::vector<diff::SetAside> set_aside = {}) {
    Judgement made;
    for (auto& one : differences) made.differences.push_back({.difference = std::move(one)});
    made.set_aside = std::move(set_aside);
    made.verdict = made.differences.empty()
                       ? (made.set_aside.empty() ? Verdict::match : Verdict::equivalent)
                       : Verdict::mismatch;
    return made;
}

}  // namespace

TEST_CASE("what was noise stays noise, and what is new is what its evidence says") {
    auto now = judgement({changed("$.at"), changed("$.price")});
    keep_standings(now, {told_place("$.at", Standing::noise)});
    CHECK(now.differences[0].standing == Standing::noise);
    CHECK(now.differences[1].standing == Standing::finding);
    CHECK(now.verdict == Verdict::mismatch);

    keep_standings(now,
                   {told_place("$.at", Standing::noise), told_place("$.price", Standing::drift)});
    CHECK(now.verdict == Verdict::drift);
    CHECK(now.severity == Severity::none);
}

TEST_CASE("a place that was a finding here and noise there is a finding") {
    auto now = judgement({changed("$.items[0].at")});
    keep_standings(now, {told_place("$.items[*].at", Standing::noise),
                         told_place("$.items[*].at", Standing::finding, true)});
    CHECK(now.differences[0].standing == Standing::finding);
    CHECK(now.differences[0].reproduced);
}

TEST_CASE("findings that go, stay and appear are told with the rules that do it") {
    RejudgementTally tally{2};
    const std::vector<ToldPlace> before{told_place("$.a", Standing::finding, true),
                                        told_place("$.b", Standing::finding)};
    tally.add("GET /x", Verdict::mismatch, before,
              judgement({changed("$.b"), changed("$.c")}, {{changed("$.a"), 1}}));
    tally.add("GET /x", Verdict::match, {}, judgement({}));
    tally.leave_out("kept without a body");
    const auto result = tally.take(10);

    CHECK(result.compared == 10);
    CHECK(result.rejudged == 2);
    CHECK(result.left_out.at("kept without a body") == 1);
    CHECK(result.verdicts.at({Verdict::mismatch, Verdict::mismatch}) == 1);
    CHECK(result.verdicts.at({Verdict::match, Verdict::match}) == 1);
    REQUIRE(result.findings.size() == 3);
    CHECK(result.findings[0].pattern == "$.a");
    CHECK(result.findings[0].before == 1);
    CHECK(result.findings[0].after == 0);
    CHECK(result.findings[0].rules == std::vector<rules::RuleIndex>{1});
    CHECK(result.findings[1].after == 1);
    CHECK(result.findings[2].before == 0);
    CHECK(result.rules[0] == RuleEffect{});
    CHECK(result.rules[1] == RuleEffect{1, 1, 1, 1});
}

TEST_CASE("what a rule sets aside of noise is no finding that it hides") {
    RejudgementTally tally{1};
    tally.add("GET /x", Verdict::noise, {told_place("$.at", Standing::noise)},
              judgement({}, {{changed("$.at"), 0}}));
    const auto result = tally.take(1);
    CHECK(result.rules[0] == RuleEffect{1, 1, 0, 0});
    CHECK(result.findings.empty());
    CHECK(result.verdicts.at({Verdict::noise, Verdict::equivalent}) == 1);
}
