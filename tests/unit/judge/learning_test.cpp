// SPDX-License-Identifier: Apache-2.0
// What a judge learns from one exchange for the next.
#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

#include <optional>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

const auto time_a = std::string{R"("2024-05-01T10:00:00Z")"};
const auto time_b = std::string{R"("2024-05-01T10:00:01Z")"};
const auto time_c = std::string{R"("2024-05-01T10:00:02Z")"};

/// A judge that may ask again; `last` gives the verdict of what is never asked.
struct Court {
    Judge judge{{.may_ask_legacy = true}};

    std::optional<Verdict> first(const diff::Comparison& comparison) {
        const auto decision = judge.judge({.route = "GET /a", .comparison = comparison});
        const auto* judgement = std::get_if<Judgement>(&decision);
        return judgement ? std::optional{judgement->verdict} : std::nullopt;
    }
    Judgement last(const diff::Comparison& comparison, std::string_view route = "GET /a") {
        return std::get<Judgement>(
            judge.judge({.route = route, .turn = Turn::last, .comparison = comparison}));
    }
};

diff::Comparison noisy_time() {
    return answers({candidate({changed("$.now", time_a, time_b)}),
                    legacy_again({changed("$.now", time_a, time_c)})});
}

diff::Comparison time_once() { return answers({candidate({changed("$.now", time_a, time_b)})}); }

diff::Comparison reproduced(const std::string& path) {
    return answers(
        {candidate({changed(path)}), legacy_again({}, 1), candidate({changed(path)}, 1)});
}

}  // namespace

TEST_CASE("a path where legacy was never seen to agree with itself is noise without asking") {
    Court court;
    for (int i = 0; i < 29; ++i) {
        CHECK_FALSE(court.first(time_once()).has_value());
        court.last(noisy_time());
    }
    CHECK_FALSE(court.first(time_once()).has_value());
    court.last(noisy_time());
    CHECK(court.first(time_once()) == Verdict::noise);
    CHECK(court.last(time_once()).why ==
          "legacy is known to differ from itself there, in 30 of 30 pairs of answers");
}

TEST_CASE("where legacy agrees with itself now and then, this may be such a time: it is asked") {
    Court court;
    for (int i = 0; i < 100; ++i) court.last(noisy_time());
    CHECK(court.first(time_once()) == Verdict::noise);
    court.last(answers({candidate({}), secondary({})}));
    CHECK_FALSE(court.first(time_once()).has_value());
    CHECK_FALSE(court.first(answers({candidate({changed("$.now", time_a, time_b)}), secondary({})}))
                    .has_value());
    CHECK(court.first(answers({candidate({changed("$.now", time_a, time_b)}),
                               secondary({changed("$.now", time_a, time_c)})})) == Verdict::noise);
}

TEST_CASE("where legacy wavers, a candidate that does the same wrong thing each time is no noise") {
    Court court;
    court.last(noisy_time());
    const auto again = [](const std::string& second) {
        return answers({candidate({changed("$.now", time_a, time_b)}), legacy_again({}, 1),
                        candidate({changed("$.now", time_a, time_b)}, 1), legacy_again({}, 2),
                        candidate({changed("$.now", time_a, second)}, 2)});
    };
    CHECK(court.last(again(time_b)).verdict == Verdict::mismatch);
    CHECK(court.last(again(time_c)).verdict == Verdict::noise);
}

TEST_CASE("a known path excuses neither another form, nor another kind, nor another route") {
    Court court;
    court.last(noisy_time());
    court.last(noisy_time());
    CHECK(court.last(answers({candidate({changed("$.now", time_a, "\"soon\"")})})).verdict ==
          Verdict::mismatch);
    CHECK(court.last(answers({candidate({differs("$.now", Kind::missing, time_a, "")})})).verdict ==
          Verdict::mismatch);
    CHECK(
        court.last(answers({candidate({differs("$.now", Kind::retyped, time_a, "1")})})).verdict ==
        Verdict::mismatch);
    CHECK(court.last(time_once(), "GET /b").verdict == Verdict::mismatch);
    CHECK_FALSE(court.first(answers({candidate({differs("$.now", Kind::missing, time_a, "")})}))
                    .has_value());
}

TEST_CASE("on a path known as noisy, agreeing with legacy asked again is no drift") {
    Court court;
    const auto agreeing = answers({candidate({changed("$.now", time_a, time_b)}),
                                   legacy_again({changed("$.now", time_a, time_b)})});
    CHECK(court.last(agreeing).verdict == Verdict::drift);
    court.last(noisy_time());
    CHECK(court.last(agreeing).verdict == Verdict::noise);
}

TEST_CASE("legacy's own noise is learnt from exchanges that match, too") {
    Court court;
    for (int i = 0; i < 30; ++i) {
        court.last(answers({candidate({}), secondary({changed("$.now", time_a, time_b)})}));
    }
    CHECK(court.first(time_once()) == Verdict::noise);
}

TEST_CASE("a rare wavering of legacy hides nothing: it is asked each time") {
    Court court;
    for (int i = 0; i < 18; ++i) court.last(answers({candidate({}), secondary({})}));
    court.last(noisy_time());
    court.last(noisy_time());
    CHECK(court.judge.noise() == std::vector<NoisePath>{{"GET /a", "$.now", Kind::changed, 20, 2}});
    CHECK_FALSE(court.first(time_once()).has_value());
}

TEST_CASE("an exchange is learnt from once, when it is judged") {
    Court court;
    const auto exchange =
        answers({candidate({changed("$.b")}), secondary({changed("$.now", time_a, time_b)})});
    CHECK_FALSE(court.first(exchange).has_value());
    CHECK(court.judge.noise().empty());
    court.last(exchange);
    CHECK(court.judge.noise() == std::vector<NoisePath>{{"GET /a", "$.now", Kind::changed, 1, 1}});
}

TEST_CASE("what five exchanges reproduced is a finding at once") {
    Court court;
    const auto once = answers({candidate({changed("$.price")})});
    for (int i = 0; i < 5; ++i) {
        CHECK_FALSE(court.first(once).has_value());
        CHECK(court.last(reproduced("$.price")).verdict == Verdict::mismatch);
    }
    CHECK(court.first(once) == Verdict::mismatch);
    CHECK(court.last(once).why ==
          "whenever this was asked again, legacy agreed with itself and the candidate differed "
          "each time");
    CHECK(court.judge.noise().empty());
}

TEST_CASE("beside a known finding, a path not yet known is still asked about") {
    Court court;
    for (int i = 0; i < 5; ++i) court.last(reproduced("$.price"));
    const auto decision = court.judge.judge(
        {.route = "GET /a",
         .comparison = answers({candidate({changed("$.price"), changed("$.stock")})})});
    REQUIRE(std::holds_alternative<AskAgain>(decision));
    CHECK(std::get<AskAgain>(decision).reason == "does legacy itself differ at $.stock (changed)?");
}

TEST_CASE("an exchange proves nothing reproducible when the evidence is not whole") {
    struct Row {
        const char* name;
        diff::Comparison comparison;
    };
    const Row rows[] = {
        {"it was not asked again", answers({candidate({changed("$.a")}), secondary({})})},
        {"the candidate differed only once",
         answers({candidate({changed("$.a")}), legacy_again({}, 1), candidate({}, 1)})},
        {"the candidate gave no further answer",
         answers({candidate({changed("$.a")}), legacy_again({}, 1),
                  failed(Leg::candidate, FailureClass::shed, 1)})},
        {"legacy gave no further answer",
         answers({candidate({changed("$.a")}), failed(Leg::legacy, FailureClass::refused, 1),
                  candidate({changed("$.a")}, 1)})},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Court court;
        for (int i = 0; i < 10; ++i) court.last(row.comparison);
        CHECK_FALSE(court.first(answers({candidate({changed("$.a")})})).has_value());
    }
}

TEST_CASE("a known finding that legacy shows as well is in doubt again") {
    Court court;
    const auto once = answers({candidate({changed("$.price")})});
    for (int i = 0; i < 5; ++i) court.last(reproduced("$.price"));
    court.last(answers({candidate({}), secondary({changed("$.price", "1", "9")})}));
    CHECK_FALSE(court.first(once).has_value());
}

TEST_CASE("the same exchanges in the same order are judged the same") {
    Court one;
    Court other;
    for (int i = 0; i < 12; ++i) {
        const auto path = "$.p" + std::to_string(i % 3);
        const auto comparison = i % 2 == 0 ? noisy_time() : reproduced(path);
        CHECK(one.last(comparison) == other.last(comparison));
    }
    CHECK(one.judge.noise() == other.judge.noise());
}

TEST_CASE("a full profile goes on judging, and says what it did not learn") {
    Judge judge{{.may_ask_legacy = true, .limits = {.noise_keys_max = 2}}};
    const auto decision = judge.judge(
        {.route = "GET /a",
         .turn = Turn::last,
         .comparison = answers(
             {candidate({}), secondary({changed("$.a"), changed("$.b"), changed("$.c")})})});
    CHECK(std::get<Judgement>(decision).verdict == Verdict::match);
    CHECK(judge.noise().size() == 1);
    CHECK(judge.not_learnt() == 2);
}
