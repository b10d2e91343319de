// SPDX-License-Identifier: Apache-2.0
#include "json/query.hpp"

#include "json/decimal.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace shadowdiff::json;

namespace {

// The sources of the selected nodes.
std::vector<std::string> select(std::string_view query, std::string_view text) {
    const auto parsed = parse_query(query);
    REQUIRE(parsed);
    const auto document = parse(std::string{text});
    REQUIRE(document);
    const auto nodes = evaluate(*parsed, *document);
    REQUIRE(nodes);
    std::vector<std::string> sources;
    for (const auto node : *nodes) sources.emplace_back(document->source(node));
    return sources;
}

using Sources = std::vector<std::string>;

}  // namespace

TEST_CASE("a path selects what RFC 9535 says") {
    struct Case {
        std::string_view path;
        std::string_view text;
        Sources selected;
    };
    const Case cases[] = {
        {"$", "7", {"7"}},
        {"$.a.b", R"({"a":{"b":1}})", {"1"}},
        {"$['a.b']", R"({"a.b":1})", {"1"}},
        {R"($['\u0061'])", R"({"\u0061":1})", {"1"}},
        {"$.a", R"({"a":1,"a":2})", {"1", "2"}},
        {"$[-1]", "[1,2,3]", {"3"}},
        {"$[0:2]", "[1,2,3]", {"1", "2"}},
        {"$[::-2]", "[1,2,3]", {"3", "1"}},
        {"$[::0]", "[1,2,3]", {}},
        {"$..id", R"([{"id":1},{"a":{"id":2}}])", {"1", "2"}},
        {"$..*", R"([[1],2])", {"[1]", "2", "1"}},
        {"$[?@.p>9.99].n", R"([{"p":10,"n":1},{"p":9.99,"n":2},{"p":1e400,"n":3}])", {"1", "3"}},
        {"$[?@.a==-0]", R"([{"a":0},{"a":1}])", {R"({"a":0})"}},
        {"$[?@.a==$[0].a]",
         R"([{"a":{"x":[1.0]}},{"a":{"x":[1]}},{"a":[]}])",
         {R"({"a":{"x":[1.0]}})", R"({"a":{"x":[1]}})"}},
        {"$[?length(@)==2]",
         R"(["ab","abc",[1,2],{"a":1,"b":2},"\ud83d\ude00x"])",
         {R"("ab")", "[1,2]", R"({"a":1,"b":2})", R"("\ud83d\ude00x")"}},
        {"$[?count(@.*)>1]", "[[1],[1,2]]", {"[1,2]"}},
        {"$[?match(@,'a.*')]", R"(["ab","ba"])", {R"("ab")"}},
        {"$[?search(@,'[')]", R"(["["])", {}},
        {"$[?value(@..x)==1]", R"([{"x":1},{"x":1,"y":{"x":1}}])", {R"({"x":1})"}},
        {"$[?@==$[0]]", "[[1],[1,2],[1],[]]", {"[1]", "[1]"}},
        {"$[?@==$[0]]", R"([{"a":1},{"a":1,"b":1},{"a":1.0},{}])", {R"({"a":1})", R"({"a":1.0})"}},
        {"$[?@<'b']", R"(["a","b",1])", {R"("a")"}},
    };
    for (const auto& [path, text, selected] : cases) {
        CAPTURE(path);
        CHECK(select(path, text) == selected);
    }
}

TEST_CASE("a wrong path is refused with its place") {
    struct Case {
        std::string_view path;
        std::size_t offset;
    };
    const Case cases[] = {
        {"", 0},
        {"a", 0},
        {"$.", 2},
        {"$[", 2},
        {"$['a", 4},
        {"$[01]", 4},
        {"$..", 3},
        {"$[?@.a=1]", 6},
        {"$[?nofn(@)]", 7},
        {"$ ", 1},
        {"$['\\ud800']", 9},
        {"$[?(@.a]", 7},
        {"$[?1]", 4},
        {"$.a.-", 4},
        {"$[?@.*==1]", 9},
    };
    for (const auto& [path, offset] : cases) {
        CAPTURE(path);
        const auto parsed = parse_query(path);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().offset == offset);
        CHECK_FALSE(parsed.error().what.empty());
    }
}

TEST_CASE("hostile paths end at a bound") {
    const std::string deep = "$[?" + std::string(2'000, '(') + "@" + std::string(2'000, ')') + "]";
    CHECK_FALSE(parse_query(deep));
    CHECK_FALSE(parse_query("$" + std::string(5'000, '.')));
    std::string filters = "$";
    for (int i = 0; i < 1'000; ++i) filters += "[?@";
    CHECK_FALSE(parse_query(filters));

    // Each doubles what it is given.
    std::string doubling = "$";
    for (int i = 0; i < 200; ++i) doubling += "[0,0]";
    std::string nested;
    for (int i = 0; i < 200; ++i) nested += '[';
    nested += std::string(200, ']');
    const auto document = parse(nested).value();
    CHECK_FALSE(evaluate(parse_query(doubling).value(), document));
    CHECK_FALSE(
        evaluate(parse_query("$..*..*..*..*..*").value(), document, {.steps_max = 100'000}));
    const auto long_text = parse("[\"" + std::string(200'000, 'a') + "!\"]").value();
    CHECK(evaluate(parse_query("$[?match(@,'(a+)+')]").value(), long_text)->empty());
}

TEST_CASE("slices bound what they select") {
    struct Case {
        SliceSelector slice;
        std::vector<std::int64_t> of_four;
    };
    const Case cases[] = {
        {{}, {0, 1, 2, 3}},
        {{.start = 1, .end = {}, .step = 2}, {1, 3}},
        {{.start = -1, .end = {}, .step = -3}, {3, 0}},
        {{.start = 9, .end = 0, .step = -1}, {3, 2, 1}},
        {{.start = {}, .end = {}, .step = 0}, {}},
        {{.start = 3, .end = 1, .step = 1}, {}},
    };
    for (const auto& [slice, of_four] : cases) {
        const auto selected = bounds(slice, 4);
        CHECK(selected.count == static_cast<std::int64_t>(of_four.size()));
        for (std::int64_t i = 0; i < 4; ++i) {
            CHECK(selected.contains(i) == (std::ranges::find(of_four, i) != of_four.end()));
        }
    }
}

TEST_CASE("decimals are ordered at any size") {
    const std::vector<std::string_view> rising{"-1e99999999999999999999",
                                               "-10",
                                               "-9.99",
                                               "-1e-400",
                                               "0",
                                               "1e-400",
                                               "0.1",
                                               "0.10000000000000000000001",
                                               "9007199254740992",
                                               "9007199254740993",
                                               "1e400"};
    for (std::size_t i = 0; i < rising.size(); ++i) {
        for (std::size_t j = 0; j < rising.size(); ++j) {
            CAPTURE(rising[i]);
            CAPTURE(rising[j]);
            CHECK(compare(to_decimal(rising[i]), to_decimal(rising[j])) == (i <=> j));
        }
    }
    CHECK(compare(to_decimal("1.50"), to_decimal("15e-1")) == 0);
    CHECK(compare(to_decimal("-0"), to_decimal("0e9")) == 0);
}
