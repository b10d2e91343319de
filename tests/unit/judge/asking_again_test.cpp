// SPDX-License-Identifier: Apache-2.0
// When a judge asks for more answers before it judges.
#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

TEST_CASE("legacy is asked again only where it is allowed and can tell something") {
    struct Row {
        const char* name;
        JudgeOptions options;
        bool is_safe;
        bool is_last;
        diff::Comparison comparison;
        std::vector<Leg> expected;  // empty: judged at once
    };
    const JudgeOptions both{.may_ask_legacy = true, .may_ask_secondary = true};
    const JudgeOptions legacy_only{.may_ask_legacy = true};
    const JudgeOptions never{.may_ask_legacy = true, .ask_again_times = 0};
    const auto once = answers({candidate({changed("$.a")})});
    const auto asked =
        answers({candidate({changed("$.a")}), failed(Leg::candidate, FailureClass::shed, 1)});
    const Row rows[] = {
        {"the secondary, where there is one",
         both,
         true,
         false,
         once,
         {Leg::secondary, Leg::candidate}},
        {"else legacy", legacy_only, true, false, once, {Leg::legacy, Leg::candidate}},
        {"nobody may be asked", {}, true, false, once, {}},
        {"the request is not safe", both, false, false, once, {}},
        {"no further answers can be had", both, true, true, once, {}},
        {"asked again no times", never, true, false, once, {}},
        {"it was asked again already, in vain", both, true, false, asked, {}},
        {"there is nothing to tell", both, true, false, answers({candidate({})}), {}},
        {"another spelling is no question",
         both,
         true,
         false,
         answers({candidate({respelled("$.a")})}),
         {}},
        {"the noise is plain already",
         both,
         true,
         false,
         answers({candidate({changed("$.a")}), secondary({changed("$.a", "1", "3")})}),
         {}},
        {"the candidate gave no answer",
         both,
         true,
         false,
         answers({failed(Leg::candidate, FailureClass::refused)}),
         {}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Judge judge{row.options};
        const auto decision = judge.judge({.route = "GET /a",
                                           .is_safe_method = row.is_safe,
                                           .turn = row.is_last ? Turn::last : Turn::first,
                                           .comparison = row.comparison});
        const auto* ask = std::get_if<AskAgain>(&decision);
        REQUIRE((ask != nullptr) == !row.expected.empty());
        if (!ask) continue;
        CHECK(ask->legs == row.expected);
        CHECK(ask->times == 2);
        CHECK(ask->reason == "does legacy itself differ at $.a (changed)?");
    }
}

TEST_CASE("what may waver is confirmed by asking more often") {
    struct Row {
        const char* name;
        bool is_known_to_waver;
        diff::Difference difference;
        bool is_confirmed;
    };
    const Row rows[] = {
        {"another value", false, changed("$.a"), true},
        {"another order", false, differs("$.a", Kind::reordered), true},
        {"an element more", false, differs("$.a[0]", Kind::added), true},
        {"a member less", false, differs("$.a", Kind::missing), false},
        {"a member that legacy leaves out now and then", true, differs("$.a", Kind::missing), true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Judge judge{{.may_ask_legacy = true, .control_share = 0}};
        const auto ask = [&](const diff::Comparison& comparison, Turn turn) {
            return judge.judge({.route = "GET /a", .turn = turn, .comparison = comparison});
        };
        const List wrong{row.difference};
        if (row.is_known_to_waver) {
            (void)ask(answers({candidate({}), legacy_again(wrong, 1), candidate({}, 1)}),
                      Turn::last);
        }
        const auto decision =
            ask(answers({candidate(wrong), legacy_again({}, 1), candidate(wrong, 1),
                         legacy_again({}, 2), candidate(wrong, 2)}),
                Turn::first);
        const auto* again = std::get_if<AskAgain>(&decision);
        CHECK((again != nullptr) == row.is_confirmed);
        if (again) CHECK(again->times == 6);
    }
}
