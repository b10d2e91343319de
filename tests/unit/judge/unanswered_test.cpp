// SPDX-License-Identifier: Apache-2.0
#include "judge/unanswered.hpp"

#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

TEST_CASE("an exchange without two answers still ends in exactly one verdict") {
    struct Row {
        const char* name;
        diff::Comparison comparison;
        Verdict verdict;
        Reason reason;
    };
    const auto refused = failed(Leg::candidate, FailureClass::refused);
    const auto shed = failed(Leg::candidate, FailureClass::shed);
    const auto shed_for = [](http::Shed why) {
        auto answer = failed(Leg::candidate, FailureClass::shed);
        answer.failure->shed = why;
        return answers({answer});
    };
    const Row rows[] = {
        {"no candidate answer at all", answers({}), Verdict::dropped, Reason::interrupted},
        {"only the secondary answered", answers({secondary({})}), Verdict::dropped,
         Reason::interrupted},
        {"only a later attempt of the candidate", answers({candidate({}, 1)}), Verdict::dropped,
         Reason::interrupted},
        {"we never asked the candidate", answers({shed}), Verdict::dropped, Reason::queue_full},
        {"the candidate's rate was used up", shed_for(http::Shed::rate), Verdict::dropped,
         Reason::leg_budget},
        {"it stood too long behind others", shed_for(http::Shed::stale), Verdict::dropped,
         Reason::leg_budget},
        {"the run ended first", shed_for(http::Shed::ending), Verdict::dropped,
         Reason::interrupted},
        {"the recording lost what the candidate needs", shed_for(http::Shed::redacted),
         Verdict::excluded, Reason::redacted},
        {"the candidate's own failures opened its breaker", shed_for(http::Shed::breaker_open),
         Verdict::mismatch, Reason::none},
        {"the candidate refused", answers({refused}), Verdict::mismatch, Reason::none},
        {"the candidate's answer was cut short",
         answers({failed(Leg::candidate, FailureClass::reset_inside_answer)}), Verdict::mismatch,
         Reason::none},
        {"only the candidate left HTTP/1",
         answers({failed(Leg::candidate, FailureClass::protocol_switch)}), Verdict::mismatch,
         Reason::none},
        {"legacy failed, the candidate answered",
         legacy_failed(FailureClass::total_timeout, {candidate({})}), Verdict::legacy_error,
         Reason::none},
        {"both failed", legacy_failed(FailureClass::refused, {refused}), Verdict::both_error,
         Reason::none},
        {"both failed, the candidate answered when asked again",
         legacy_failed(FailureClass::refused, {refused, candidate({}, 1)}), Verdict::legacy_error,
         Reason::none},
        {"the secondary's answer does not count for the candidate",
         legacy_failed(FailureClass::refused, {secondary({}), refused}), Verdict::both_error,
         Reason::none},
        {"legacy failed, the candidate was never asked", legacy_failed(FailureClass::refused, {}),
         Verdict::legacy_error, Reason::none},
        {"legacy failed, the candidate was shed", legacy_failed(FailureClass::refused, {shed}),
         Verdict::legacy_error, Reason::none},
        {"we never asked legacy", legacy_failed(FailureClass::shed, {candidate({})}),
         Verdict::dropped, Reason::queue_full},
        {"legacy left HTTP/1", legacy_failed(FailureClass::protocol_switch, {refused}),
         Verdict::uncomparable, Reason::protocol_switch},
        {"legacy's answer was broken, and the candidate gave none",
         legacy_beyond_comparing(Reason::malformed_observed, {refused}), Verdict::uncomparable,
         Reason::malformed_observed},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto judgement = judge_unanswered(row.comparison);
        REQUIRE(judgement.has_value());
        CHECK(name(judgement->verdict) == name(row.verdict));
        CHECK(name(judgement->reason) == name(row.reason));
        CHECK_FALSE(judgement->why.empty());
        CHECK(judgement->why.find('\n') == std::string::npos);
        const bool is_mismatch = row.verdict == Verdict::mismatch;
        CHECK(judgement->differences.size() == (is_mismatch ? 1 : 0));
        CHECK((judgement->severity == Severity::high) == is_mismatch);
    }
}

TEST_CASE("a candidate that gave no answer is a finding that names the failure") {
    const auto judgement =
        judge_unanswered(answers({failed(Leg::candidate, FailureClass::first_byte_timeout)}));
    REQUIRE(judgement.has_value());
    REQUIRE(judgement->differences.size() == 1);
    const auto& difference = judgement->differences[0].difference;
    const auto standing = judgement->differences[0].standing;
    CHECK(standing == Standing::finding);
    CHECK_FALSE(judgement->differences[0].reproduced);
    CHECK(difference.path == "answer");
    CHECK(difference.pattern == "answer");
    CHECK(difference.kind == Kind::unanswered);
    CHECK(difference.severity == Severity::high);
    CHECK(difference.legacy.empty());
    CHECK(difference.candidate == "first_byte_timeout");
}

TEST_CASE("two first answers are left to the comparison, whatever else failed") {
    CHECK_FALSE(judge_unanswered(answers({candidate({})})).has_value());
    CHECK_FALSE(judge_unanswered(answers({candidate({changed("$.a")}),
                                          failed(Leg::secondary, FailureClass::refused),
                                          failed(Leg::candidate, FailureClass::refused, 1)}))
                    .has_value());
}
