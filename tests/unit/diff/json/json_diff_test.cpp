// SPDX-License-Identifier: Apache-2.0
// What the case files cannot say: the values of differences, and the bounds.
#include "diff/json/json_diff.hpp"

#include "tests/unit/diff/shown.hpp"

#include <fmt/format.h>

#include <string>

using namespace shadowdiff;
using diff::Difference;
using diff::Kind;
using diff::Severity;
using test::diff_texts;

TEST_CASE("a difference carries both values as they were written") {
    const auto found =
        diff_texts(R"({"a":"\u00e9","n":1.0,"gone":{"x": 1}})", R"({"n":1,"a":"e","more":[ ]})");
    CHECK(found.list ==
          std::vector<Difference>{
              {"$.a", "$.a", Kind::changed, Severity::medium, R"("\u00e9")", R"("e")"},
              {"$.n", "$.n", Kind::representation, Severity::none, "1.0", "1"},
              {"$.gone", "$.gone", Kind::missing, Severity::high, R"({"x": 1})", ""},
              {"$.more", "$.more", Kind::added, Severity::low, "", "[ ]"}});
}

TEST_CASE("directions are the candidate's: what it lost is missing, what it has is added") {
    const auto lost = diff_texts(R"({"a":1})", "{}");
    REQUIRE(lost.list.size() == 1);
    CHECK(lost.list[0].kind == Kind::missing);
    CHECK(lost.list[0].legacy == "1");
    CHECK(lost.list[0].candidate.empty());
    const auto more = diff_texts("{}", R"({"a":1})");
    REQUIRE(more.list.size() == 1);
    CHECK(more.list[0].kind == Kind::added);
    CHECK(more.list[0].legacy.empty());
    CHECK(more.list[0].candidate == "1");
}

TEST_CASE("a changed order shows the keys that both sides have, each in its order") {
    const auto found = diff_texts(R"([{"id":1},{"id":"x"},{"id":7},{"id":3}])",
                                  R"([{"id":3},{"id":9},{"id":"x"},{"id":1}])");
    REQUIRE(found.list.size() == 3);
    CHECK(found.list[0] ==
          Difference{"$", "$", Kind::reordered, Severity::high, R"([1,"x",3])", R"([3,"x",1])"});
}

TEST_CASE("a changed order without a key shows the lists") {
    const auto found = diff_texts("[1,2]", "[2,1]");
    REQUIRE(found.list.size() == 1);
    CHECK(found.list[0].legacy == "[1,2]");
    CHECK(found.list[0].candidate == "[2,1]");
}

TEST_CASE("values are bounded, and cut between characters") {
    const auto text = [](const char* end) {
        std::string value = "\"";
        for (int i = 0; i < 500; ++i) value += "\u20ac";
        return value + end + "\"";
    };
    const auto found = diff_texts(text("a"), text("b"), {.value_bytes_max = 50});
    REQUIRE(found.list.size() == 1);
    CHECK(found.list[0].legacy.size() <= 50);
    CHECK(found.list[0].legacy.ends_with("\u20ac…"));
}

TEST_CASE("long key sequences are bounded as well") {
    std::string legacy = "[";
    std::string candidate = "[";
    for (int i = 0; i < 1'000; ++i) {
        legacy += fmt::format("{}{{\"id\":{}}}", i > 0 ? "," : "", i);
        candidate += fmt::format("{}{{\"id\":{}}}", i > 0 ? "," : "", 999 - i);
    }
    const auto found = diff_texts(legacy + "]", candidate + "]", {.value_bytes_max = 16});
    REQUIRE(found.list.size() == 1);
    CHECK(found.list[0].legacy == "[0,1,2,3,4,5,…");
    CHECK(found.list[0].candidate == "[999,998,997,…");
}

TEST_CASE("paths are bounded, however long the names are") {
    const std::string name(100'000, 'n');
    const auto found =
        diff_texts("{\"" + name + "\":{\"" + name + "\":1}}",
                   "{\"" + name + "\":{\"" + name + "\":2}}", {.path_bytes_max = 64});
    REQUIRE(found.list.size() == 1);
    CHECK(found.list[0].path.size() <= 64);
    CHECK(found.list[0].path.ends_with("n…"));
}

TEST_CASE("beyond the depth that is followed, a change is told at that depth") {
    const auto nested = [](const std::string& inner) { return "[[[[" + inner + "]]]]"; };
    const auto found = diff_texts(nested("1"), nested("2"), {.depth_max = 3});
    CHECK(test::lines(found) == test::Lines{"$[0][0][0] changed high"});
    CHECK(diff_texts(nested("1"), nested("1.0"), {.depth_max = 3}).list.empty());
    CHECK(diff_texts(nested("1"), nested(" 1"), {.depth_max = 3}).list.empty());
    CHECK(test::lines(diff_texts(nested("1"), nested("2"), {.depth_max = 4})) ==
          test::Lines{"$[0][0][0][0] changed medium"});
}

TEST_CASE("past the bound of edits, arrays are compared as multisets") {
    // Two sequences over the same values, far from each other, and one value more at the end.
    const std::string legacy = "[1,2,3,4,5,6,7,8,1,2,3,4,9]";
    const std::string candidate = "[8,7,6,5,4,3,2,1,4,3,2,1,10]";
    const auto bounded = diff_texts(legacy, candidate, {.alignment_edits_max = 2});
    CHECK(test::lines(bounded) == test::Lines{"$ reordered high", "$[12] changed medium"});
    const auto no_steps = diff_texts(legacy, candidate, {.alignment_steps_max = 0});
    CHECK(test::lines(no_steps) == test::lines(bounded));
}

TEST_CASE("the patterns of all elements are one, their paths are not") {
    const auto found = diff_texts(R"({"items":[{"id":1,"p":1},{"id":2,"p":1}]})",
                                  R"({"items":[{"id":1,"p":2},{"id":2,"p":2}]})");
    REQUIRE(found.list.size() == 2);
    CHECK(found.list[0].path == "$.items[0].p");
    CHECK(found.list[1].path == "$.items[1].p");
    CHECK(found.list[0].pattern == "$.items[*].p");
    CHECK(found.list[1].pattern == "$.items[*].p");
}

TEST_CASE("a long list of one difference does not hide another") {
    std::string legacy = R"({"items":[)";
    std::string candidate = legacy;
    for (int i = 0; i < 5'000; ++i) {
        legacy += fmt::format("{}{{\"id\":{},\"price\":1}}", i > 0 ? "," : "", i);
        candidate += fmt::format("{}{{\"id\":{},\"price\":1.0}}", i > 0 ? "," : "", i);
    }
    const auto found = diff_texts(legacy + R"(],"total":1})", candidate + R"(],"total":2})");
    CHECK(found.list.size() == 101);
    CHECK(found.list.back().path == "$.total");
    CHECK(found.repeated == 4'900);
    CHECK(found.unlisted == 0);
}

TEST_CASE("an element and a member of any name have patterns of their own") {
    const auto found = diff_texts(R"({"a":[1],"b":{"[*]":1,"*":1,"":1,"ÿ":1}})",
                                  R"({"a":[2],"b":{"[*]":2,"*":2,"":2,"ÿ":2}})",
                                  {.differences_per_pattern_max = 1});
    CHECK(found.list.size() == 5);
}

TEST_CASE("a long list of one difference does not hide another") {
    std::string legacy = R"({"items":[)";
    std::string candidate = legacy;
    for (int i = 0; i < 5'000; ++i) {
        legacy += fmt::format("{}{{\"id\":{},\"price\":1}}", i > 0 ? "," : "", i);
        candidate += fmt::format("{}{{\"id\":{},\"price\":1.0}}", i > 0 ? "," : "", i);
    }
    const auto found = diff_texts(legacy + R"(],"total":1})", candidate + R"(],"total":2})");
    CHECK(found.list.size() == 101);
    CHECK(found.list.back().path == "$.total");
    CHECK(found.repeated == 4'900);
    CHECK(found.unlisted == 0);
}

TEST_CASE("an element and a member of any name have patterns of their own") {
    const auto found =
        diff_texts(R"({"a":[1],"b":{"[*]":1,"*":1,"":1}})", R"({"a":[2],"b":{"[*]":2,"*":2,"":2}})",
                   {.differences_per_pattern_max = 1});
    CHECK(found.list.size() == 4);
}
