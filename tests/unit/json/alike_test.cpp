// SPDX-License-Identifier: Apache-2.0
// A text read by the help of another document has the tape that it has when it is read alone.
#include "json/alike.hpp"

#include "json/parser.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

bool same_tape(const json::Tape& one, const json::Tape& other) {
    return std::ranges::equal(one, other, [](const json::Node& a, const json::Node& b) {
        return a.type == b.type && a.has_escapes == b.has_escapes && a.begin == b.begin &&
               a.length == b.length && a.next == b.next;
    });
}

}  // namespace

TEST_CASE("only scalar values may differ from the text that is alike") {
    struct Row {
        const char* name;
        std::string alike;
        std::string text;
        bool is_read;
    };
    const std::vector<Row> rows{
        {"the same", R"({"a":[1,2]})", R"({"a":[1,2]})", true},
        {"a longer number", R"({"a":[4,2]})", R"({"a":[42,2]})", true},
        {"a shorter number", R"([420,[1]])", R"([4,[1]])", true},
        {"the number of the root", "1", "12", true},
        {"a longer string", R"({"a":"x","b":{"c":1}})", R"({"a":"xyz","b":{"c":1}})", true},
        {"an empty string", R"(["abc"])", R"([""])", true},
        {"an escape where none was", R"(["abc",1])", R"(["ab\n",1])", true},
        {"another type", R"({"a":1,"b":2})", R"({"a":"1","b":null})", true},
        {"a string for a number", R"(["1"])", R"([1])", true},
        {"several", R"([1,"a",true,null,[2]])", R"([7,"bc",false,3,[44]])", true},
        {"another name", R"({"a":1})", R"({"b":1})", false},
        {"an element more", "[1]", "[1,2]", false},
        {"an array for a number", "[1]", "[[]]", false},
        {"a number for an array", "[[]]", "[1]", false},
        {"other white space", "[1, 2]", "[1,2]", false},
        {"text behind the value", "[1]", "[1]x", false},
        {"cut short", "[1]", "[1", false},
        {"a number that is none", "[1]", "[01]", false},
        {"a number with a tail", "[1]", "[1x]", false},
        {"a string that does not end", R"(["a"])", R"(["a])", false},
        {"no UTF-8", R"(["a"])", "[\"\xff\"]", false},
        {"a colon for a comma", R"(["a",1])", R"(["a":1])", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto alike = json::parse(row.alike).value();
        json::Tape tape;
        std::vector<json::Replaced> replaced;
        CHECK(json::read_alike(row.text, alike, tape, replaced) == row.is_read);
        const auto alone = json::parse(row.text);
        if (row.is_read) CHECK(same_tape(tape, alone.value().nodes()));
        json::Parser parser;
        CHECK(parser.parse_borrowed(row.text, alike).has_value() == alone.has_value());
    }
}

TEST_CASE("what differs is known of the two documents that were read together, and of no others") {
    json::Parser parser;
    const auto alike = parser.parse(R"({"a":[1,"b"],"c":null})").value();
    const auto read = parser.parse_borrowed(R"({"a":[1,"bd"],"c":true})", alike).value();
    const auto replaced = read.replaced_in(alike);
    REQUIRE(replaced.has_value());
    CHECK(std::ranges::equal(*replaced, std::vector<std::uint32_t>{4, 6}));
    const auto same = parser.parse(R"({"a":[1,"b"],"c":null})").value();
    const auto by_another_parser = json::Parser{}.parse(R"({"a":[1,"b"],"c":null})").value();
    for (const auto* other : {&same, &by_another_parser, &read}) {
        CHECK_FALSE(read.replaced_in(*other).has_value());
    }
    CHECK_FALSE(alike.replaced_in(read).has_value());
    CHECK_FALSE(json::Document{}.replaced_in(json::Document{}).has_value());
    const auto unlike = parser.parse_borrowed(R"({"a":1})", alike).value();
    CHECK_FALSE(unlike.replaced_in(alike).has_value());
}

TEST_CASE("every octet changed reads as it does alone, or as the same fault") {
    const std::string text = R"({"ab":[1,-2.5e3,"x\u00e9\n",{"c":null}],"d":true, "e":{},"f":"" })";
    const auto alike = json::parse(text).value();
    json::Parser parser;
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char octet : std::string_view{"\"\\,:[]{}0a .-\xc3\x01n"}) {
            auto changed = text;
            changed[at] = octet;
            CAPTURE(changed);
            const auto alone = json::parse(changed);
            const auto by_alike = parser.parse_borrowed(changed, alike);
            REQUIRE(by_alike.has_value() == alone.has_value());
            if (alone) {
                CHECK(same_tape(by_alike->nodes(), alone->nodes()));
            } else {
                CHECK(by_alike.error() == alone.error());
            }
        }
    }
}
