// SPDX-License-Identifier: Apache-2.0
#include "judge/minted_ids.hpp"

#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

// Ids as each side makes them: l for legacy, c for the candidate.
std::string made_id(char side, int number) {
    return fmt::format("{}-2fa1-4d3c-883f-0016d3cca{:03}", side == 'l' ? "1b4e28ba" : "9f3b3f66",
                       number);
}

diff::Difference made(int legacy, int candidate, const char* path = "$.id") {
    auto difference =
        changed(path, '"' + made_id('l', legacy) + '"', '"' + made_id('c', candidate) + '"');
    difference.is_minted = true;
    return difference;
}

Judgement judged_write(Judge& judge, List differences, std::string_view session = "10.0.0.1",
                       std::string_view target = "/orders") {
    return std::get<Judgement>(
        judge.judge({.route = "POST /orders",
                     .session = session,
                     .target = target,
                     .is_safe_method = false,
                     .comparison = answers({candidate(std::move(differences))})}));
}

Verdict read_again(Judge& judge, const std::string& legacy, const std::string& candidate_value) {
    const auto comparison = answers({candidate({changed("$.self", legacy, candidate_value)})});
    return std::get<Judgement>(judge.judge({.route = "GET /orders/{id}",
                                            .session = "10.0.0.1",
                                            .turn = Turn::last,
                                            .comparison = comparison}))
        .verdict;
}

}  // namespace

TEST_CASE("ids that each service made for what a write made are noise") {
    Judge judge{{}};
    for (int i = 0; i < 20; ++i) {
        const auto judgement = judged_write(judge, {made(i, i), made(i, i, "headers.location")});
        CHECK(judgement.verdict == Verdict::noise);
        CHECK(judgement.why ==
              "ids that each service made for itself: of one form, and one to one so far");
    }
}

TEST_CASE("where nothing was seen to be made, a write's ids count as before") {
    Judge judge{{}};
    auto told = made(1, 1);
    told.is_minted = false;
    const auto judgement = judged_write(judge, {told});
    CHECK(judgement.verdict == Verdict::mismatch);
    CHECK(judgement.why == "legacy answered once, so its own noise is not known");
}

TEST_CASE("a candidate that makes the same id again is found, whoever asks") {
    for (const char* session : {"10.0.0.1", "10.0.0.2", ""}) {
        CAPTURE(session);
        Judge judge{{}};
        CHECK(judged_write(judge, {made(1, 1)}).verdict == Verdict::noise);
        const auto again = judged_write(judge, {made(2, 1)}, session);
        CHECK(again.verdict == Verdict::mismatch);
        CHECK(again.differences[0].broken == Break::renaming);
        CHECK(again.why ==
              "each service makes ids of its own here, but the candidate's value breaks the "
              "one-to-one renaming of legacy's ids");
    }
}

TEST_CASE("two objects of one answer must have two ids") {
    Judge judge{{}};
    CHECK(judged_write(judge, {made(1, 1, "$.a.id"), made(2, 2, "$.b.id")}).verdict ==
          Verdict::noise);
    CHECK(judged_write(judge, {made(3, 3, "$.a.id"), made(4, 3, "$.b.id")}).verdict ==
          Verdict::mismatch);
}

TEST_CASE("the id of something else is found") {
    Judge judge{{}};
    CHECK(judged_write(judge, {made(1, 1)}).verdict == Verdict::noise);
    SUBCASE("of what was made before, for both") {
        CHECK(judged_write(judge, {made(2, 1)}).verdict == Verdict::mismatch);
    }
    SUBCASE("of what a request named before") {
        judged_write(judge, {}, "10.0.0.9", "/users/" + made_id('c', 7));
        const auto copied = judged_write(judge, {made(7, 7)});
        CHECK(copied.verdict == Verdict::mismatch);
        CHECK(
            copied.why ==
            "each service makes ids of its own here, but one of these is known of something else");
    }
    SUBCASE("of what legacy made before") {
        auto copied = made(8, 0);
        copied.candidate = '"' + made_id('l', 1) + '"';
        CHECK(judged_write(judge, {copied}).verdict == Verdict::mismatch);
    }
}

TEST_CASE("what was made keeps its name in later answers, and only its own") {
    Judge judge{{}};
    const auto link = [](char side, int number) {
        return "\"/orders/" + made_id(side, number) + "?full=1\"";
    };
    CHECK(read_again(judge, link('l', 1), link('c', 1)) == Verdict::mismatch);
    CHECK(judged_write(judge, {made(1, 1)}).verdict == Verdict::noise);
    CHECK(judged_write(judge, {made(2, 2)}).verdict == Verdict::noise);
    CHECK(read_again(judge, link('l', 1), link('c', 1)) == Verdict::noise);
    CHECK(read_again(judge, link('l', 1), link('c', 2)) == Verdict::mismatch);
    CHECK(read_again(judge, link('l', 1), "\"/users/" + made_id('c', 1) + "?full=1\"") ==
          Verdict::mismatch);
}

TEST_CASE("a value that differs besides is a mismatch still") {
    Judge judge{{}};
    CHECK(judged_write(judge, {made(1, 1), changed("$.price", "5", "6")}).verdict ==
          Verdict::mismatch);
}

TEST_CASE("of very many made ids the older half is forgotten") {
    MintedIds ids{{.ids_max = 2}};
    for (int i = 0; i < 5; ++i) ids.learn(made(i, i));
    CHECK(ids.are_known(made(4, 4)));
    CHECK_FALSE(ids.are_known(made(0, 0)));
    for (int i = 0; i < 5; ++i) ids.learn_named("/users/" + made_id('l', 100 + i));
    CHECK(ids.are_of_something_else(made(104, 9)));
    CHECK_FALSE(ids.are_of_something_else(made(100, 9)));
}
