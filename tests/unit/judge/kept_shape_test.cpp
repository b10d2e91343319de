// SPDX-License-Identifier: Apache-2.0
#include "judge/kept_shape.hpp"

#include "judge/judge.hpp"
#include "judge/rule_uses.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

constexpr rules::RuleIndex keeper = 0;
constexpr rules::RuleIndex hider = 1;

std::shared_ptr<const rules::RuleSet> two_rules() {
    rules::RuleSet set;
    set.rules.resize(2);
    set.rules[keeper].keep_shape = true;
    return std::make_shared<const rules::RuleSet>(std::move(set));
}

using SetAsides = std::vector<diff::SetAside>;

diff::AnswerComparison under_rules(Leg leg, SetAsides set_aside, std::uint32_t attempt = 0) {
    auto result = answer_of(leg, attempt);
    result.differences.set_aside = std::move(set_aside);
    return result;
}

Decision decide_kept(Judge& judge, const diff::Comparison& comparison, Turn turn = Turn::last) {
    return judge.judge({.route = "GET /a", .turn = turn, .comparison = comparison});
}

Judgement judged_kept(Judge& judge, SetAsides set_aside) {
    return std::get<Judgement>(
        decide_kept(judge, answers({under_rules(Leg::candidate, std::move(set_aside))})));
}

std::string kept_uuid(int number) {
    return fmt::format("\"1b4e28ba-2fa1-4d3c-883f-0016d3cca{:03}\"", number);
}

}  // namespace

TEST_CASE("what a rule lets differ is found where its shape is broken") {
    struct Row {
        const char* name;
        std::string legacy;
        std::string candidate;
        Break broken;
    };
    const Row rows[] = {
        {"another id", kept_uuid(1), kept_uuid(2), Break::none},
        {"version 1 for 4", kept_uuid(1), "\"9f3b3f66-8c3e-11eb-b0a0-52f4a8c0d1e2\"", Break::form},
        {"a little later", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:03Z\"", Break::none},
        {"now in local time", "\"2026-01-01T00:00:00Z\"", "\"2026-01-01T02:00:00Z\"",
         Break::distance},
        {"another number", "71003", "92001", Break::none},
        {"zero", "71003", "0", Break::zero},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto difference = changed("$.x", row.legacy, row.candidate);
        Judge judge{{.rules = two_rules()}};
        const auto judgement = judged_kept(judge, {{difference, keeper}});
        const bool is_whole = row.broken == Break::none;
        CHECK(judgement.verdict == (is_whole ? Verdict::equivalent : Verdict::mismatch));
        CHECK(judgement.set_aside.size() == (is_whole ? 1 : 0));
        if (!is_whole) {
            REQUIRE(judgement.differences.size() == 1);
            CHECK(judgement.differences[0].broken == row.broken);
            CHECK(judgement.why == fmt::format("a rule lets values of this shape differ here, but "
                                               "the candidate's value {}",
                                               words(row.broken)));
        }
        CHECK(judged_kept(judge, {{difference, hider}}).verdict == Verdict::equivalent);
        Judge without{{}};
        CHECK(judged_kept(without, {{difference, keeper}}).verdict == Verdict::equivalent);
    }
}

TEST_CASE("a candidate that always says the same is found under a rule that keeper the shape") {
    Judge judge{{.rules = two_rules()}};
    int exchange = 0;
    while (exchange < 50 &&
           judged_kept(judge, {{changed("$.id", kept_uuid(exchange), kept_uuid(999)), keeper}})
                   .verdict == Verdict::equivalent) {
        ++exchange;
    }
    CHECK(exchange == 8);
}

TEST_CASE("ids that a rule lets differ are still held one to one") {
    Judge judge{{.rules = two_rules()}};
    const auto link = [](int number) { return "\"/users/" + kept_uuid(number).substr(1); };
    const auto wrong = judged_kept(judge, {{changed("$.id", kept_uuid(1), kept_uuid(501)), keeper},
                                           {changed("$.self", link(1), link(502)), keeper}});
    REQUIRE(wrong.differences.size() == 1);
    CHECK(wrong.differences[0].difference.path == "$.self");
    CHECK(wrong.differences[0].broken == Break::renaming);
    CHECK(wrong.set_aside.size() == 1);
    CHECK(judged_kept(judge, {{changed("$.id", kept_uuid(3), kept_uuid(503)), keeper},
                              {changed("$.self", link(3), link(503)), keeper}})
              .verdict == Verdict::equivalent);
}

TEST_CASE("legacy's further answers say how far its times lie apart") {
    const auto at = [](int hour) { return fmt::format("\"2026-01-01T{:02}:00:00Z\"", hour); };
    const auto later = changed("$.at", at(0), at(10));
    Judge judge{{.rules = two_rules()}};
    const auto further =
        answers({under_rules(Leg::candidate, {{later, keeper}}),
                 under_rules(Leg::secondary, {{changed("$.at", at(0), at(9)), keeper}})});
    CHECK(std::get<Judgement>(decide_kept(judge, further)).verdict == Verdict::equivalent);
}

TEST_CASE("a broken shape is asked again, and what a rule lets pass is not") {
    Judge judge{{.may_ask_legacy = true, .rules = two_rules()}};
    const auto asks = [&](const std::string& candidate) {
        const auto comparison =
            answers({under_rules(Leg::candidate, {{changed("$.n", "71003", candidate), keeper}})});
        return std::holds_alternative<AskAgain>(decide_kept(judge, comparison, Turn::first));
    };
    CHECK(asks("0"));
    CHECK_FALSE(asks("92001"));
}

TEST_CASE("what is found in spite of a rule is no work of the rule") {
    Judge judge{{.rules = two_rules()}};
    const auto comparison =
        answers({under_rules(Leg::candidate, {{changed("$.n", "71003", "0"), keeper},
                                              {changed("$.m", "71003", "92001"), keeper}})});
    const auto judgement = std::get<Judgement>(decide_kept(judge, comparison));
    RuleUses uses{2};
    uses.add("GET /a", comparison, judgement.differences);
    CHECK(uses.uses()[keeper].differences == 1);
    REQUIRE(uses.uses()[keeper].places.size() == 1);
    CHECK(uses.uses()[keeper].places[0].pattern == "$.m");
}
