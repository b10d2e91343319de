// SPDX-License-Identifier: Apache-2.0
// Bodies that are known by their digests alone.
#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

diff::Difference long_bodies(diff::Basis basis) {
    auto difference = changed("body", "9 bytes, compared by digest", "9 bytes, compared by digest");
    difference.basis = basis;
    return difference;
}

const auto differ = long_bodies(diff::Basis::digests);
const auto undecided = long_bodies(diff::Basis::undecided);
const auto other_status = changed("status", "200", "500");
constexpr auto download = "GET /download";

Judgement judged_download(Judge& judge, const diff::Comparison& comparison) {
    const auto decision =
        judge.judge({.route = download, .turn = Turn::last, .comparison = comparison});
    REQUIRE(std::holds_alternative<Judgement>(decision));
    return std::get<Judgement>(decision);
}

bool asks(Judge& judge, const diff::Comparison& comparison) {
    return std::holds_alternative<AskAgain>(
        judge.judge({.route = download, .comparison = comparison}));
}

}  // namespace

TEST_CASE("long bodies that differ are a mismatch only where legacy agrees with itself") {
    struct Row {
        const char* name;
        diff::Comparison comparison;
        Verdict verdict;
        std::size_t differences;
    };
    const Row rows[] = {
        {"equal", answers({candidate({})}), Verdict::match, 0},
        {"equal in another coding", answers({candidate({respelled("headers.content-encoding")})}),
         Verdict::equivalent, 1},
        {"legacy answered once", answers({candidate({differ})}), Verdict::uncomparable, 0},
        {"the secondary has legacy's body", answers({candidate({differ}), secondary({})}),
         Verdict::mismatch, 1},
        {"the secondary has another body too", answers({candidate({differ}), secondary({differ})}),
         Verdict::uncomparable, 0},
        {"legacy, asked again, agreed",
         answers({candidate({differ}), legacy_again({}, 1), candidate({differ}, 1),
                  legacy_again({}, 2), candidate({differ}, 2)}),
         Verdict::mismatch, 1},
        {"legacy, asked again, agreed only once",
         answers({candidate({differ}), legacy_again({}, 1), legacy_again({differ}, 2)}),
         Verdict::uncomparable, 0},
        {"legacy, asked again, gave a body that nobody could compare",
         answers({candidate({differ}), legacy_again({}, 1), legacy_again({undecided}, 2)}),
         Verdict::uncomparable, 0},
        {"legacy, asked again, did not answer",
         answers({candidate({differ}), failed(Leg::legacy, FailureClass::refused, 1)}),
         Verdict::uncomparable, 0},
        {"legacy differs from itself elsewhere only",
         answers({candidate({differ}), secondary({changed("headers.x-a")})}), Verdict::mismatch, 1},
        {"not decoded, so nobody knows", answers({candidate({undecided}), secondary({})}),
         Verdict::uncomparable, 0},
        {"another status is a mismatch all the same",
         answers({candidate({other_status, differ}), secondary({differ})}), Verdict::mismatch, 1},
        {"another status, and legacy agrees with itself",
         answers({candidate({other_status, differ}), secondary({})}), Verdict::mismatch, 2},
        {"other spelling besides proves nothing",
         answers({candidate({respelled("headers.server"), differ})}), Verdict::uncomparable, 0},
        {"noise besides proves nothing",
         answers({candidate({changed("headers.x-a"), undecided}),
                  secondary({changed("headers.x-a", "1", "3")})}),
         Verdict::uncomparable, 0},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Judge judge{{.may_ask_legacy = true, .may_ask_secondary = true}};
        const auto judgement = judged_download(judge, row.comparison);
        CHECK(name(judgement.verdict) == name(row.verdict));
        CHECK(judgement.differences.size() == row.differences);
        const bool is_uncomparable = row.verdict == Verdict::uncomparable;
        CHECK((judgement.reason == Reason::body_limit) == is_uncomparable);
        const bool says_why = judgement.why.find("longer than is kept") != std::string::npos;
        if (is_uncomparable) CHECK(says_why);
    }
}

TEST_CASE("a mismatch says that the bodies told nothing") {
    Judge judge{{}};
    const auto judgement = judged_download(judge, answers({candidate({other_status, differ})}));
    CHECK(judgement.why ==
          "legacy answered once, so its own noise is not known; the bodies are longer than is kept "
          "and differ, and legacy is not known to agree with itself");
}

TEST_CASE("legacy is asked again about long bodies where that can tell something") {
    struct Row {
        const char* name;
        JudgeOptions options;
        diff::Comparison comparison;
        bool asks;
    };
    const JudgeOptions may{.may_ask_legacy = true};
    const Row rows[] = {
        {"they differ", may, answers({candidate({differ})}), true},
        {"nobody may be asked", {}, answers({candidate({differ})}), false},
        {"they were not decoded", may, answers({candidate({undecided})}), false},
        {"the secondary differs too", may, answers({candidate({differ}), secondary({differ})}),
         false},
        {"it was asked already", may, answers({candidate({differ}), legacy_again({}, 1)}), false},
        {"they are equal", may, answers({candidate({})}), false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Judge judge{row.options};
        CHECK(asks(judge, row.comparison) == row.asks);
    }
}

TEST_CASE("what was learnt of a route's long bodies holds for the next exchange") {
    Judge steady{{.may_ask_legacy = true}};
    Judge wavering{{.may_ask_legacy = true}};
    for (int i = 0; i < 30; ++i) {
        judged_download(
            steady, answers({candidate({differ}), legacy_again({}, 1), candidate({differ}, 1)}));
        judged_download(wavering, answers({candidate({differ}), legacy_again({differ}, 1)}));
    }
    const auto once = answers({candidate({differ})});
    CHECK_FALSE(asks(steady, once));
    CHECK(judged_download(steady, once).verdict == Verdict::mismatch);
    CHECK_FALSE(asks(wavering, once));
    CHECK(judged_download(wavering, once).verdict == Verdict::uncomparable);
    const auto agreeing = answers({candidate({differ}), secondary({})});
    CHECK(judged_download(wavering, agreeing).verdict == Verdict::uncomparable);
}

TEST_CASE("a body that nobody could compare teaches nothing of legacy's noise") {
    Judge judge{{.may_ask_legacy = true}};
    for (int i = 0; i < 10; ++i) {
        judged_download(judge, answers({candidate({undecided}), legacy_again({undecided}, 1)}));
    }
    CHECK(judge.noise().empty());
    CHECK(asks(judge, answers({candidate({differ})})));
}
