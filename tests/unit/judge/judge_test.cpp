// SPDX-License-Identifier: Apache-2.0
// One exchange at a time, on a judge that has learnt nothing yet.
#include "judge/judge.hpp"

#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

const std::string uuid_a = R"("6f1c7d5e-2b1a-4c3d-8e9f-0a1b2c3d4e5f")";
const std::string uuid_b = R"("0b2d4f6a-8c0e-4a2c-9e4f-6a8c0e2f4a6c")";
const std::string uuid_c = R"("a1a2a3a4-b1b2-4c4d-8d8e-e1e2e3e4e5e6")";

Judgement judged_once(const diff::Comparison& comparison) {
    Judge judge{{.may_ask_legacy = true, .may_ask_secondary = true}};
    const auto decision =
        judge.judge({.route = "GET /a", .turn = Turn::last, .comparison = comparison});
    REQUIRE(std::holds_alternative<Judgement>(decision));
    return std::get<Judgement>(decision);
}

}  // namespace

TEST_CASE("the evidence of one exchange decides its verdict") {
    struct Row {
        const char* name;
        diff::Comparison comparison;
        Verdict verdict;
        Severity severity;
        std::vector<Standing> standings;
        std::string why;
    };
    using enum Standing;
    const auto price = changed("$.price", "10", "11");
    const Row rows[] = {
        {"no difference",
         answers({candidate({})}),
         Verdict::match,
         Severity::none,
         {},
         "the answers are equal"},
        {"only another spelling",
         answers({candidate({respelled("$.a")})}),
         Verdict::equivalent,
         Severity::none,
         {representation},
         "the same values in another spelling"},
        {"a difference of severity none is no finding, whatever its kind",
         answers({candidate({differs("headers.server", Kind::changed, "a", "b", Severity::none)})}),
         Verdict::equivalent,
         Severity::none,
         {representation},
         "the same values in another spelling"},
        {"a difference that nobody can explain",
         answers({candidate({price})}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy answered once, so its own noise is not known"},
        {"the highest severity counts",
         answers({candidate({differs("$.a", Kind::added, "", "1", Severity::low),
                             differs("$.b", Kind::changed, "1", "2", Severity::medium),
                             respelled("$.c")})}),
         Verdict::mismatch,
         Severity::medium,
         {finding, finding, representation},
         "legacy answered once, so its own noise is not known"},
        {"the secondary agrees with legacy",
         answers({candidate({price}), secondary({})}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy agreed with itself in 2 answers, the candidate differed in 1 of 1"},
        {"reproduced each time",
         answers({candidate({price}), legacy_again({}, 1), candidate({price}, 1),
                  legacy_again({}, 2), candidate({price}, 2), legacy_again({}, 3),
                  candidate({price}, 3)}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy agreed with itself in 4 answers, the candidate differed in 4 of 4"},
        {"a candidate that errs now and then still errs",
         answers({candidate({price}), legacy_again({}, 1), candidate({}, 1), legacy_again({}, 2),
                  candidate({}, 2)}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy agreed with itself in 3 answers, the candidate differed in 1 of 3"},
        {"asked again in vain",
         answers({candidate({price}), failed(Leg::legacy, FailureClass::refused, 1),
                  failed(Leg::candidate, FailureClass::shed, 1)}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy was asked again and gave no answer, so its own noise is not known"},
        {"legacy differs from itself there",
         answers({candidate({changed("$.id", uuid_a, uuid_b)}),
                  secondary({changed("$.id", uuid_a, uuid_c)})}),
         Verdict::noise,
         Severity::none,
         {noise},
         "legacy differed from itself there in 1 of 1 further answers"},
        {"in another element of the same array",
         answers({candidate({changed("$.items[0].id", uuid_a, uuid_b)}), legacy_again({}, 1),
                  legacy_again({{"$.items[7].id", "$.items[*].id", Kind::changed, Severity::high,
                                 uuid_a, uuid_c}},
                               2)}),
         Verdict::noise,
         Severity::none,
         {noise},
         "legacy differed from itself there in 1 of 2 further answers"},
        {"there too, but the candidate's value is of another form",
         answers({candidate({changed("$.id", uuid_a, "\"0\"")}),
                  secondary({changed("$.id", uuid_a, uuid_c)})}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy differs from itself here too, but the candidate's value has another form"},
        {"noise of one kind does not excuse another",
         answers({candidate({differs("$.id", Kind::missing, uuid_a, "")}),
                  secondary({changed("$.id", uuid_a, uuid_c)})}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy agreed with itself in 2 answers, the candidate differed in 1 of 1"},
        {"another spelling of legacy's excuses no other value",
         answers({candidate({price}), secondary({respelled("$.price")})}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy agreed with itself in 2 answers, the candidate differed in 1 of 1"},
        {"a field that legacy loses now and then",
         answers({candidate({differs("$.hint", Kind::missing, "1", "")}), legacy_again({}, 1),
                  legacy_again({differs("$.hint", Kind::missing, "1", "")}, 2)}),
         Verdict::noise,
         Severity::none,
         {noise},
         "legacy differed from itself there in 1 of 2 further answers"},
        {"an array that legacy shuffles",
         answers({candidate({differs("$.tags", Kind::reordered, "[1,2,3]", "[3,2,1]")}),
                  legacy_again({}, 1),
                  legacy_again({differs("$.tags", Kind::reordered, "[1,2,3]", "[2,1,3]")}, 2)}),
         Verdict::noise,
         Severity::none,
         {noise},
         "legacy differed from itself there in 1 of 2 further answers"},
        {"an array whose order legacy keeps",
         answers({candidate({differs("$.tags", Kind::reordered, "[1,2]", "[2,1]")}),
                  legacy_again({}, 1), candidate({}, 1)}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy agreed with itself in 2 answers, the candidate differed in 1 of 2"},
        {"legacy asked again says what the candidate said",
         answers({candidate({price}), legacy_again({price}, 1), legacy_again({price}, 2)}),
         Verdict::drift,
         Severity::none,
         {drift},
         "legacy, asked again, gave what the candidate gave: the data moved on"},
        {"a secondary of the same time says so too",
         answers({candidate({price}), secondary({price})}),
         Verdict::drift,
         Severity::none,
         {drift},
         "legacy, asked again, gave what the candidate gave: the data moved on"},
        {"legacy moved on, and on again",
         answers({candidate({price}), legacy_again({price}, 1),
                  legacy_again({changed("$.price", "10", "12")}, 2)}),
         Verdict::drift,
         Severity::none,
         {drift},
         "legacy, asked again, gave what the candidate gave: the data moved on"},
        {"legacy wavers, which is no drift",
         answers({candidate({price}), legacy_again({price}, 1), legacy_again({}, 2)}),
         Verdict::noise,
         Severity::none,
         {noise},
         "legacy differed from itself there in 1 of 2 further answers"},
        {"drift holds even where the form changed",
         answers({candidate({changed("$.state", "\"\"", "\"paid\"")}),
                  legacy_again({changed("$.state", "\"\"", "\"paid\"")}, 1)}),
         Verdict::drift,
         Severity::none,
         {drift},
         "legacy, asked again, gave what the candidate gave: the data moved on"},
        {"legacy moved elsewhere",
         answers({candidate({price}), legacy_again({changed("$.stock", "10", "11")}, 1)}),
         Verdict::mismatch,
         Severity::high,
         {finding},
         "legacy agreed with itself in 2 answers, the candidate differed in 1 of 1"},
        {"a finding outweighs drift, drift outweighs noise",
         answers({candidate({changed("$.id", uuid_a, uuid_b), changed("$.n", "1", "2"), price}),
                  legacy_again({changed("$.id", uuid_a, uuid_c), changed("$.n", "1", "2")}, 1)}),
         Verdict::mismatch,
         Severity::high,
         {noise, drift, finding},
         "legacy agreed with itself in 2 answers, the candidate differed in 1 of 1"},
        {"drift beside noise is drift",
         answers({candidate({changed("$.id", uuid_a, uuid_b), changed("$.n", "1", "2")}),
                  legacy_again({changed("$.id", uuid_a, uuid_c), changed("$.n", "1", "2")}, 1)}),
         Verdict::drift,
         Severity::none,
         {noise, drift},
         "legacy, asked again, gave what the candidate gave: the data moved on"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto judgement = judged_once(row.comparison);
        CHECK(name(judgement.verdict) == name(row.verdict));
        CHECK(judgement.reason == Reason::none);
        CHECK(diff::name(judgement.severity) == diff::name(row.severity));
        CHECK(judgement.why == row.why);
        std::vector<Standing> standings;
        for (const auto& each : judgement.differences) standings.push_back(each.standing);
        CHECK(standings == row.standings);
    }
}

TEST_CASE("what was not listed is a finding, unless legacy differs as much from itself") {
    auto crowded = candidate({changed("$.a[0]", "1", "2")});
    crowded.differences.unlisted = 500;
    auto crowded_legacy = secondary({changed("$.a[0]", "1", "3")});

    auto judgement = judged_once(answers({crowded, crowded_legacy}));
    CHECK(judgement.verdict == Verdict::mismatch);
    REQUIRE(judgement.differences.size() == 2);
    CHECK(judgement.differences[0].standing == Standing::noise);
    CHECK(judgement.differences[1].standing == Standing::finding);

    crowded_legacy.differences.unlisted = 480;
    CHECK(judged_once(answers({crowded, crowded_legacy})).verdict == Verdict::noise);
}
