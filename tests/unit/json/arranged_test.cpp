// SPDX-License-Identifier: Apache-2.0
// A text that is arranged as another document is the value that it is when it is read alone.
#include "json/arranged.hpp"

#include "json/canonical_hash.hpp"
#include "json/parser.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

using namespace shadowdiff;

namespace {

/// The nodes as they stand in the text.
auto in_text_order(const json::Tape& tape) {
    std::vector<std::tuple<std::uint32_t, std::uint32_t, json::Type, bool>> nodes;
    for (const auto& node : tape) {
        nodes.emplace_back(node.begin, node.length, node.type, node.has_escapes);
    }
    std::ranges::sort(nodes);
    return nodes;
}

void check_same(const json::Document& arranged, const json::Document& alone) {
    CHECK(in_text_order(arranged.nodes()) == in_text_order(alone.nodes()));
    CHECK(json::canonical_hashes(arranged)[0] == json::canonical_hashes(alone)[0]);
}

std::string object_of(int members, bool is_backwards) {
    std::string text;
    for (int i = 0; i < members; ++i) {
        text += fmt::format(R"({}"m{}":1)", i > 0 ? "," : "", is_backwards ? members - 1 - i : i);
    }
    return "{" + text + "}";
}

}  // namespace

TEST_CASE("members may stand in any order, and white space anywhere") {
    struct Row {
        const char* name;
        std::string alike;
        std::string text;
        bool is_arranged;
    };
    const std::vector<Row> rows{
        {"two members", R"({"a":1,"b":2})", R"({"b":2,"a":1})", true},
        {"in their order", R"({"a":1,"b":2})", R"({ "a" : 1 , "b":2 } )", true},
        {"with another value", R"({"a":1,"b":2})", R"({"b":22,"a":1})", true},
        {"of another type", R"({"a":1,"b":2})", R"({"b":null,"a":"1"})", true},
        {"a list of objects", R"([{"a":1,"b":2},{"a":3,"b":4}])",
         R"([{"b":2,"a":1},{"b":4,"a":3}])", true},
        {"now in this, now in that order", R"([{"a":1,"b":2},{"a":3,"b":4},{"a":5,"b":6}])",
         R"([{"b":2,"a":1},{"a":3,"b":4},{"b":6,"a":5}])", true},
        {"now these, now those members", R"([{"a":1,"b":2},{"c":3},{"b":5,"a":6}])",
         R"([{"b":2,"a":1},{"c":3},{"a":6,"b":5}])", true},
        {"objects in objects", R"({"a":{"x":1,"y":[{"p":1,"q":2}]},"b":{}})",
         R"({"b":{},"a":{"y":[{"q":2,"p":1}],"x":1}})", true},
        {"an empty list", R"({"a":[],"b":2})", R"({"b":2,"a":[]})", true},
        {"escapes in values", R"({"a":"\n","b":"\""})", R"({"b":"\"","a":"\n"})", true},
        {"a value with an escape more", R"({"a":"n","b":1})", R"({"b":1,"a":"\u006e"})", true},
        {"a name in another spelling", R"({"a":1,"b":2})", R"({"b":2,"\u0061":1})", false},
        {"a name twice, once with an escape", R"({"a":1,"\u0061":2})", R"({"\u0061":2,"a":1})",
         false},
        {"a name twice", R"({"a":1,"a":2,"b":3})", R"({"b":3,"a":1,"a":2})", false},
        {"a name twice there only", R"({"a":1,"b":2})", R"({"a":1,"a":2})", false},
        {"a name twice in the second", R"([{"a":1,"b":2},{"a":1,"a":2}])",
         R"([{"b":2,"a":1},{"a":2,"a":1}])", false},
        {"a name twice in what has the same text", R"([{"a":1,"b":2},{"a":1,"a":2}])",
         R"([{"b":2,"a":1},{"a":1,"a":2}])", true},
        {"another name", R"({"a":1,"b":2})", R"({"b":1,"c":2})", false},
        {"a member more", R"({"a":[1],"b":2})", R"({"b":2,"a":1,"c":3})", false},
        {"a list for an object", R"({"a":{},"b":2})", R"({"b":2,"a":[]})", false},
        {"an element more here, less there", R"({"a":[1,2],"b":[3]})", R"({"b":[3,4],"a":[1]})",
         false},
        {"a comma for a colon", R"({"a":1,"b":2})", R"({"b":2,"a",1})", false},
        {"text behind a name", R"({"a":1,"b":2})", R"({"b":2,"a"x:1})", false},
        {"text behind a value", R"({"a":1,"b":"2"})", R"({"b":"2"x,"a":1})", false},
        {"a number that is none", R"({"a":1,"b":2})", R"({"b":02,"a":1})", false},
        {"a number with a tail", R"({"a":1,"b":2})", R"({"b":2,"a":1x})", false},
        {"brackets crossed", R"({"a":[1],"b":2})", R"({"b":2,"a":[1}])", false},
        {"64 members", object_of(64, false), object_of(64, true), true},
        {"65 members", object_of(65, false), object_of(65, true), false},
        {"as deep as may be", std::string(31, '[') + R"({"a":1,"b":2})" + std::string(31, ']'),
         std::string(31, '[') + R"({"b":2,"a":1})" + std::string(31, ']'), true},
        {"too deep", std::string(32, '[') + R"({"a":1,"b":2})" + std::string(32, ']'),
         std::string(32, '[') + R"({"b":2,"a":1})" + std::string(32, ']'), false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        json::Parser parser;
        const auto alike = parser.parse(row.alike).value();
        const auto read = parser.parse_borrowed(row.text, alike);
        const auto alone = json::parse(row.text);
        REQUIRE(read.has_value() == alone.has_value());
        CHECK((read && read->is_arranged()) == row.is_arranged);
        if (read) check_same(*read, *alone);
        if (!read || !read->is_arranged()) continue;
        CHECK(read->replaced_in(alike).has_value());
        for (std::size_t i = 0; i < alike.nodes().size(); ++i) {
            CHECK(read->nodes()[i].next == alike.nodes()[i].next);
        }
    }
}

TEST_CASE("what is other is known by its place in the other document") {
    json::Parser parser;
    const auto alike = parser.parse(R"({"a":1,"b":[2,3],"c":"x"})").value();
    const auto read = parser.parse_borrowed(R"({"c":"y","b":[2,4],"a":1})", alike).value();
    const auto replaced = read.replaced_in(alike);
    REQUIRE(replaced.has_value());
    CHECK(std::ranges::equal(*replaced, std::vector<std::uint32_t>{6, 8}));
    CHECK(read.raw(read.nodes()[6]) == "4");
    CHECK(read.raw(read.nodes()[8]) == "y");
    CHECK(read.source(4) == "[2,4]");
}

TEST_CASE("a text may be read by the help of one that was arranged itself") {
    json::Parser parser;
    const auto first = parser.parse(R"({"a":1,"b":2,"c":3})").value();
    const auto second = parser.parse_borrowed(R"({"c":3,"b":2,"a":1})", first).value();
    REQUIRE(second.is_arranged());
    const auto third = parser.parse_borrowed(R"({"c":3,"b":2,"a":4})", second).value();
    check_same(third, json::parse(R"({"c":3,"b":2,"a":4})").value());
    const auto replaced = third.replaced_in(second);
    REQUIRE(replaced.has_value());
    CHECK(std::ranges::equal(*replaced, std::vector<std::uint32_t>{2}));
    CHECK_FALSE(third.replaced_in(first).has_value());
}

TEST_CASE("every octet changed reads as it does alone, or as the same fault") {
    const std::string legacy = R"({"ab":[1,-2.5e3,{"c":null,"g":"x"}],"d":true,"e":{},"f":"" })";
    const std::string text = R"({"f":"" ,"d":true,"e":{}, "ab":[1,-2.5e3,{"g":"x","c":null}]})";
    json::Parser parser;
    const auto alike = parser.parse(legacy).value();
    int arranged = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char octet : std::string_view{"\"\\,:[]{}0a .-\xc3\x01n"}) {
            auto changed = text;
            changed[at] = octet;
            CAPTURE(changed);
            const auto alone = json::parse(changed);
            const auto by_alike = parser.parse_borrowed(changed, alike);
            REQUIRE(by_alike.has_value() == alone.has_value());
            if (alone) {
                arranged += by_alike->is_arranged() ? 1 : 0;
                check_same(*by_alike, *alone);
            } else {
                CHECK(by_alike.error() == alone.error());
            }
        }
    }
    CHECK(arranged > 50);
}
