// SPDX-License-Identifier: Apache-2.0
// Elements that are one in two spellings are paired as those are that are equal.
#include "diff/json/spellings.hpp"

#include "diff/json/loose_hash.hpp"
#include "diff/meaning/meaning.hpp"
#include "tests/unit/diff/shown.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

using namespace shadowdiff;
using test::diff_texts;
using test::Lines;
using test::lines;

namespace {

struct Spelled {
    std::string_view name;
    std::string_view one;
    std::string_view other;
};

// JSON texts of one value.
constexpr Spelled one_value[] = {
    {"a number's steps", "0.30000000000000004", "0.3"},
    {"a number's steps about a whole one", "2.9999999999999996", "3"},
    {"a moment in two zones", R"("2024-01-01T12:00:00Z")", R"("2024-01-01T13:00:00+01:00")"},
    {"a local time", R"("2024-01-01T12:00:00")", R"("2024-01-01 12:00:00.000")"},
    {"a UUID's case", R"("1B4E28BA-2FA1-4D3C-883F-0016D3CCA427")",
     R"("1b4e28ba-2fa1-4d3c-883f-0016d3cca427")"},
    {"a URL's query", R"("https://a.example.com/x?b=2&a=1")",
     R"("https://A.example.com/x?a=1&b=2")"},
    {"a URL's escaped slash", R"("\/x?b=2&a=%2F")", R"("/x?a=%2f&b=2")"},
    {"JSON in a text", R"("{\"a\":1,\"b\":[2.0]}")", R"("{\"b\": [2], \"a\": 1}")"},
};

std::uint64_t loose(std::string_view json) {
    const auto document = json::parse(Bytes{json});
    REQUIRE(document);
    return diff::loose_hash(*document, document->nodes()[0]);
}

std::string list_of(const std::vector<std::string>& elements) {
    std::string text = "[";
    for (const auto& element : elements) text.append(text.size() > 1 ? "," : "").append(element);
    return text + "]";
}

std::string object_of(std::string_view value, std::string_view more) {
    return std::string{R"({"v":)"}.append(value).append(R"(,"w":)").append(more).append("}");
}

}  // namespace

TEST_CASE("what a difference would call a representation has one loose hash") {
    for (const auto& row : one_value) {
        CAPTURE(row.name);
        CHECK(diff::meaning_of({}, row.one, row.other).kind == diff::Kind::representation);
        CHECK(loose(row.one) == loose(row.other));
    }
    const Spelled others[] = {
        {"words", R"("a")", R"("b")"},
        {"a moment and its neighbour", R"("2024-01-01T12:00:00Z")", R"("2024-01-01T12:00:01Z")"},
        {"a moment and a local time", R"("2024-01-01T12:00:00Z")", R"("2024-01-01T12:00:00")"},
        {"paths", R"("/a")", R"("/b")"},
        {"numbers", "1.5", "1.6"},
        {"JSON in texts", R"("[1]")", R"("[2]")"},
        {"a number and a text", "1", R"("1")"},
    };
    for (const auto& row : others) {
        CAPTURE(row.name);
        CHECK(loose(row.one) != loose(row.other));
    }
    CHECK(loose("0.0") == loose("-0"));
    CHECK(loose(R"("{not json")") != loose(R"("{not JSON")"));
}

TEST_CASE("an element that moved and is spelled otherwise has moved") {
    for (const auto& row : one_value) {
        CAPTURE(row.name);
        const auto moved = diff_texts(list_of({std::string{row.one}, "true", "null"}),
                                      list_of({"true", "null", std::string{row.other}}));
        CHECK(lines(moved) == Lines{"$ reordered high", "$[0] representation none"});
        const auto in_objects =
            diff_texts(list_of({object_of(row.one, "1"), "7", object_of("null", "2")}),
                       list_of({object_of("null", "2"), "7", object_of(row.other, "1")}));
        CHECK(lines(in_objects) == Lines{"$ reordered high", "$[0].v representation none"});
    }
}

TEST_CASE("two elements that changed places and are spelled otherwise did just that") {
    CHECK(lines(diff_texts(
              list_of({object_of("0.3", "1"), "7", object_of(R"("2024-01-01T12:00:00Z")", "2")}),
              list_of({object_of(R"("2024-01-01T12:00:00.0Z")", "2"), "7",
                       object_of("0.30000000000000004", "1")}))) ==
          Lines{"$ reordered high", "$[0].v representation none", "$[2].v representation none"});
}

TEST_CASE("one element in front of many that are spelled otherwise is one difference") {
    std::vector<std::string> legacy;
    std::vector<std::string> candidate{object_of(R"("new")", "-1")};
    for (int i = 0; i < 60; ++i) {
        const auto minute = std::to_string(i + 100).substr(1);
        legacy.push_back(object_of("\"2024-01-01T12:" + minute + ":00Z\"", std::to_string(i % 7)));
        candidate.push_back(
            object_of("\"2024-01-01T12:" + minute + ":00.000Z\"", std::to_string(i % 7)));
    }
    const auto found = lines(diff_texts(list_of(legacy), list_of(candidate)));
    REQUIRE(found.size() == 61);
    for (std::size_t i = 0; i < 60; ++i) CHECK(found[i].ends_with(".v representation none"));
    CHECK(found.back() == "$[0] added medium");
}

TEST_CASE("an element that is there once more, in another spelling, is one more") {
    CHECK(lines(diff_texts("[0.3,0.3]", "[0.3,0.30000000000000004,0.3]")) ==
          Lines{"$[1] added medium"});
    CHECK(lines(diff_texts("[0.3,1,2,0.3]", "[0.3,2,0.30000000000000004,1]")) ==
          Lines{"$ reordered high", "$[3] representation none"});
}

TEST_CASE("elements of one loose hash that are not one are left as they are") {
    std::vector<std::size_t> asked;
    const auto found = diff::find_spellings({{7, 0}, {7, 1}, {8, 2}}, {{7, 0}, {8, 1}, {9, 2}},
                                            [&](std::size_t legacy, std::size_t candidate) {
                                                asked.push_back(legacy * 10 + candidate);
                                                return legacy == 1;
                                            });
    CHECK(found.pairs == std::vector<diff::ElementPair>{{1, 0}});
    CHECK(found.is_complete);
    CHECK(asked == std::vector<std::size_t>{0, 10, 21});
}

TEST_CASE("each element is held against a bounded number of others") {
    constexpr std::size_t count = 1'000;
    std::vector<diff::LooseElement> elements;
    for (std::size_t i = 0; i < count; ++i) elements.push_back({7, i});
    std::size_t asked = 0;
    const auto none = diff::find_spellings(elements, elements, [&](std::size_t, std::size_t) {
        ++asked;
        return false;
    });
    CHECK(none.pairs.empty());
    CHECK_FALSE(none.is_complete);
    CHECK(asked == 32 * count);
    // Those that were paired are not asked again, wherever they stand.
    asked = 0;
    const auto all_but_first =
        diff::find_spellings(elements, elements, [&](std::size_t legacy, std::size_t candidate) {
            ++asked;
            return legacy != 0 && legacy == candidate;
        });
    CHECK(all_but_first.pairs.size() == count - 1);
    CHECK(asked < 3 * count + 32);
}

TEST_CASE("a list whose spellings are more than are looked into says so") {
    std::vector<std::string> legacy;
    std::vector<std::string> candidate;
    for (int i = 0; i < 50; ++i) legacy.push_back(object_of("0.5", std::to_string(i)));
    for (int i = 50; i > 0; --i) candidate.push_back(object_of("0.25", std::to_string(i)));
    const DiffLimits few{.probe_steps_per_node_max = 0};
    CHECK(diff_texts(list_of(legacy), list_of(candidate), few).coarse_lists == 1);
    CHECK(diff_texts(list_of(legacy), list_of(candidate)).coarse_lists == 0);
}
