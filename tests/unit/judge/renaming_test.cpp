// SPDX-License-Identifier: Apache-2.0
#include "judge/renaming.hpp"

#include "judge/judge.hpp"
#include "tests/unit/judge/comparisons.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::judge;
using namespace shadowdiff::judge::test;

namespace {

// Ids as each side mints them: l for legacy, c for the candidate, s for legacy asked again.
std::string id(char side, int number) {
    const auto digit = std::string(1, static_cast<char>('0' + number));
    return std::string{side == 'l'   ? "1b4e28b"
                       : side == 'c' ? "9f3b3f6"
                                     : "c0ffee2"} +
           digit + "-2fa1-4d3c-883f-0016d3cca42" + digit;
}
std::string quoted(const std::string& text) { return '"' + text + '"'; }
std::string link(const std::string& id) { return quoted("/users/" + id + "?full=1"); }

diff::Difference ids(const std::string& path, char other, int one, int two) {
    return changed(path, quoted(id('l', one)), quoted(id(other, two)));
}
diff::Difference links(const std::string& path, char other, int one, int two) {
    return changed(path, link(id('l', one)), link(id(other, two)));
}

Judgement judged_lists(Judge& judge, List by_candidate, List by_legacy,
                       std::string_view session = "") {
    return std::get<Judgement>(judge.judge(
        {.route = "GET /a",
         .session = session,
         .turn = Turn::last,
         .comparison =
             answers({candidate(std::move(by_candidate)), secondary(std::move(by_legacy))})}));
}

}  // namespace

TEST_CASE("ids are found in values and in texts that hold them") {
    struct Row {
        const char* name;
        diff::Difference difference;
        std::size_t pairs;
    };
    const Row rows[] = {
        {"a UUID", ids("$.x", 'c', 1, 1), 1},
        {"a link", links("$.self", 'c', 1, 1), 1},
        {"a link with two",
         changed("$.self", quoted("/u/" + id('l', 1) + "/o/" + id('l', 2)),
                 quoted("/u/" + id('c', 1) + "/o/" + id('c', 2))),
         2},
        {"a long number called an id", changed("$.order_id", "7100003", "9200001"), 1},
        {"a long number called otherwise", changed("$.views", "7100003", "9200001"), 0},
        {"a short number", changed("$.id", "17", "18"), 0},
        {"a number in a link", changed("$.self", "\"/orders/7100003\"", "\"/orders/9200001\""), 1},
        {"a moment", changed("$.id", "\"2025-01-01T00:00:00Z\"", "\"2025-01-01T00:00:01Z\""), 0},
        {"an epoch called an id", changed("$.id", "1760000000", "1760000001"), 0},
        {"words", changed("$.name", "\"lamp\"", "\"desk\""), 0},
        {"texts that are built otherwise",
         changed("$.self", link(id('l', 1)), quoted("/v2/users/" + id('c', 1) + "?full=1")), 0},
        {"what was lost", differs("$.x", Kind::missing, quoted(id('l', 1)), ""), 0},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(id_pairs(row.difference).size() == row.pairs);
    }
}

TEST_CASE("a renaming is one to one, in both directions") {
    Renaming renaming;
    renaming.learn({"a", "x"});
    CHECK(renaming.agrees({"a", "x"}));
    CHECK(renaming.agrees({"b", "y"}));
    CHECK_FALSE(renaming.agrees({"a", "y"}));
    CHECK_FALSE(renaming.agrees({"b", "x"}));
}

TEST_CASE("a full renaming forgets the older half, and a quiet session goes first") {
    Renaming renaming{{.ids_max = 2}};
    for (const char* name : {"a", "b", "c", "d", "e"}) renaming.learn({name, name});
    CHECK(renaming.size() == 3);
    CHECK(renaming.agrees({"a", "other"}));
    CHECK_FALSE(renaming.agrees({"d", "other"}));

    Renamings sessions{{.sessions_max = 2}};
    sessions.of("one").learn({"a", "x"});
    sessions.of("two").learn({"a", "x"});
    sessions.of("one");
    sessions.of("three");
    CHECK(sessions.size() == 2);
    CHECK_FALSE(sessions.of("one").agrees({"a", "y"}));
    CHECK(sessions.of("two").agrees({"a", "y"}));
}

TEST_CASE("a link to another object is found though every value differs") {
    Judge judge{{}};
    const List legacy = {ids("$.id", 's', 1, 1), links("$.self", 's', 1, 1)};
    CHECK(
        judged_lists(judge, {ids("$.id", 'c', 1, 1), links("$.self", 'c', 1, 1)}, legacy).verdict ==
        Verdict::noise);
    const auto wrong =
        judged_lists(judge, {ids("$.id", 'c', 1, 1), links("$.self", 'c', 1, 2)}, legacy);
    CHECK(wrong.verdict == Verdict::mismatch);
    CHECK(wrong.differences[0].standing == Standing::noise);
    CHECK(wrong.differences[1].standing == Standing::finding);
    CHECK(wrong.differences[1].broken == Break::renaming);
    CHECK(wrong.why ==
          "legacy differs from itself here too, but the candidate's value breaks the "
          "one-to-one renaming of legacy's ids");
}

TEST_CASE("a wrong link is confirmed where the candidate, asked again, had ids of its own") {
    Judge judge{{}};
    const List legacy = {ids("$.id", 's', 1, 1), links("$.self", 's', 1, 1)};
    const List wrong = {ids("$.id", 'c', 1, 1), links("$.self", 'c', 1, 2)};
    const auto again = answers({candidate(wrong), legacy_again(legacy), candidate(wrong, 1)});
    const auto decision = judge.judge(
        {.route = "GET /a", .is_safe_method = true, .turn = Turn::last, .comparison = again});
    const auto& judgement = std::get<Judgement>(decision);
    CHECK(judgement.differences[1].broken == Break::renaming);
    CHECK(judgement.differences[1].reproduced);
}

TEST_CASE("one id for two objects is found") {
    Judge judge{{}};
    auto second = [](char other, int number) {
        auto difference = ids("$.rows[0].id", other, 2, number);
        difference.path = "$.rows[1].id";
        return difference;
    };
    const List legacy = {ids("$.rows[0].id", 's', 1, 1), second('s', 2)};
    CHECK(judged_lists(judge, {ids("$.rows[0].id", 'c', 1, 1), second('c', 2)}, legacy).verdict ==
          Verdict::noise);
    CHECK(judged_lists(judge, {ids("$.rows[0].id", 'c', 1, 1), second('c', 1)}, legacy).verdict ==
          Verdict::mismatch);
}

TEST_CASE("an id keeps its meaning within a session, and in no other") {
    Judge judge{{}};
    const auto first = [&](std::string_view session, int number) {
        return judged_lists(judge, {ids("$.id", 'c', 1, number)}, {ids("$.id", 's', 1, number)},
                            session)
            .verdict;
    };
    CHECK(first("10.0.0.1", 1) == Verdict::noise);
    CHECK(first("10.0.0.1", 1) == Verdict::noise);
    CHECK(first("10.0.0.1", 2) == Verdict::mismatch);
    CHECK(first("10.0.0.2", 2) == Verdict::noise);
    CHECK(first("", 3) == Verdict::noise);
}

TEST_CASE("where legacy's own answers break it, nothing is asked of the candidate") {
    Judge judge{{}};
    const List legacy = {ids("$.id", 's', 1, 1), links("$.trace", 's', 1, 2)};
    CHECK(judged_lists(judge, {ids("$.id", 'c', 1, 1), links("$.trace", 'c', 1, 2)}, legacy)
              .verdict == Verdict::noise);
}
