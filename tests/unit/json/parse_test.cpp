// SPDX-License-Identifier: Apache-2.0
#include "json/document.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

using shadowdiff::json::parse;
using shadowdiff::json::ParseLimits;
using shadowdiff::json::Type;

namespace {

struct Refused {
    const char* name;
    std::string text;
    std::uint32_t offset;
    const char* what;
};

const std::vector<Refused> refused_texts{
    {"nothing", "", 0, "a value was expected"},
    {"only white space", " \n", 2, "a value was expected"},
    {"a byte order mark", "\xEF\xBB\xBF{}", 0, "a value was expected"},
    {"a second value", "{} {}", 3, "text behind the value"},
    {"garbage behind the value", "{\"a\":1}xyz", 7, "text behind the value"},
    {"a comma behind the value", "1,", 1, "text behind the value"},
    {"a NUL behind the value", std::string{"1\0", 2}, 1, "text behind the value"},
    {"a form feed as white space", "[1,\f2]", 3, "a value was expected"},
    {"a trailing comma in an array", "[1,]", 3, "a value was expected"},
    {"a trailing comma in an object", "{\"a\":1,}", 7, "a member name was expected"},
    {"a leading comma", "[,1]", 1, "a value was expected"},
    {"text behind a string", R"(["a"x])", 4, "a comma or ] was expected"},
    {"a string behind a string", R"(["a""b"])", 4, "a comma or ] was expected"},
    {"a string behind a number", R"([1"b"])", 2, "a comma or ] was expected"},
    {"text behind a name", R"({"a"x:1})", 4, "a colon was expected"},
    {"no comma", "[1 2]", 3, "a comma or ] was expected"},
    {"no comma in an object", "{\"a\":1 \"b\":2}", 7, "a comma or } was expected"},
    {"the wrong bracket", "[1}", 2, "a comma or ] was expected"},
    {"the wrong brace", "{\"a\":1]", 6, "a comma or } was expected"},
    {"an array that does not end", "[1", 2, "a comma or ] was expected"},
    {"an object that does not end", "{", 1, "a member name was expected"},
    {"a member name without quotes", "{a:1}", 1, "a member name was expected"},
    {"a number as member name", "{1:1}", 1, "a member name was expected"},
    {"no colon", "{\"a\" 1}", 5, "a colon was expected"},
    {"no member value", "{\"a\":}", 5, "a value was expected"},
    {"a closing bracket alone", "]", 0, "a value was expected"},
    {"a comment", "/**/1", 0, "a value was expected"},
    {"single quotes", "'a'", 0, "a value was expected"},
    {"a word cut short", "tru", 0, "a value was expected"},
    {"a word in capitals", "True", 0, "a value was expected"},
    {"a word with a tail", "nullx", 4, "text behind the value"},
    {"NaN", "NaN", 0, "a value was expected"},
    {"minus infinity", "-Infinity", 1, "a digit was expected"},
    {"a plus sign", "+1", 0, "a value was expected"},
    {"a leading zero", "01", 0, "a number begins with 0"},
    {"a leading zero behind minus", "[-01]", 2, "a number begins with 0"},
    {"only a minus", "-", 1, "a digit was expected"},
    {"no digit before the point", ".5", 0, "a value was expected"},
    {"no digit behind the point", "5.", 2, "a digit was expected"},
    {"no digit in the exponent", "5e+", 3, "a digit was expected"},
    {"a hexadecimal number", "0x1", 1, "text behind the value"},
    {"a string that does not end", "\"a", 2, "the string does not end"},
    {"a string that ends in a backslash", "\"a\\", 2, "an unknown escape"},
    {"a raw line feed", "\"a\nb\"", 2, "a control character in a string"},
    {"a raw NUL", std::string{"\"\0\"", 3}, 1, "a control character in a string"},
    {"an unknown escape", R"("\x41")", 1, "an unknown escape"},
    {"a capital U escape", R"("\U0041")", 1, "an unknown escape"},
    {"a short unicode escape", R"("\u00e")", 1, "a broken \\u escape"},
    {"a unicode escape with a sign", R"("\u+041")", 1, "a broken \\u escape"},
    {"a unicode escape at the end", R"("\u00)", 1, "a broken \\u escape"},
    {"a continuation byte alone", "\"a\x80\"", 2, "invalid UTF-8"},
    {"an overlong slash", "\"\xC0\xAF\"", 1, "invalid UTF-8"},
    {"a surrogate in UTF-8", "\"\xED\xA0\x80\"", 1, "invalid UTF-8"},
    {"a character cut by the quote", "\"\xE2\x82\"", 1, "invalid UTF-8"},
    {"a character cut by the end", "\"\xF0\x9F\x98", 1, "invalid UTF-8"},
    {"ISO 8859-1 in a member name", "{\"caf\xE9\":1}", 5, "invalid UTF-8"},
};

}  // namespace

TEST_CASE("what RFC 8259 does not allow is refused where it stands") {
    for (const auto& row : refused_texts) {
        CAPTURE(row.name);
        const auto document = parse(row.text);
        REQUIRE_FALSE(document.has_value());
        CHECK(document.error().offset == row.offset);
        CHECK(document.error().what == row.what);
        CHECK_FALSE(document.error().beyond_limit);
    }
}

TEST_CASE("every prefix of a text is refused, and never read past") {
    const std::string text = R"( {"a":[1,-2.5e+3,"x\u00e9\n"],"b":{"c":null,"d":[true,false,{}]}})";
    REQUIRE(parse(text).has_value());
    for (std::size_t length = 0; length < text.size(); ++length) {
        CAPTURE(length);
        CHECK_FALSE(parse(text.substr(0, length)).has_value());
    }
}

TEST_CASE("the tape has the nodes in text order, each knowing where it ends") {
    const auto document = parse(R"([ {"a":[1,"x"], "b":{}} ,[],null])");
    REQUIRE(document.has_value());
    struct Expected {
        Type type;
        const char* source;
        std::uint32_t next;
    };
    const std::vector<Expected> expected{
        {Type::array, R"([ {"a":[1,"x"], "b":{}} ,[],null])", 10},
        {Type::object, R"({"a":[1,"x"], "b":{}})", 8},
        {Type::string, R"("a")", 3},
        {Type::array, R"([1,"x"])", 6},
        {Type::number, "1", 5},
        {Type::string, R"("x")", 6},
        {Type::string, R"("b")", 7},
        {Type::object, "{}", 8},
        {Type::array, "[]", 9},
        {Type::null, "null", 10},
    };
    REQUIRE(document->nodes().size() == expected.size());
    for (std::uint32_t i = 0; i < expected.size(); ++i) {
        CAPTURE(i);
        CHECK(document->nodes()[i].type == expected[i].type);
        CHECK(document->source(i) == expected[i].source);
        CHECK(document->nodes()[i].next == expected[i].next);
    }
}

TEST_CASE("duplicate member names stay on the tape") {
    const auto document = parse(R"({"a":1,"a":2})");
    REQUIRE(document.has_value());
    CHECK(document->nodes().size() == 5);
}

TEST_CASE("a text nested to the limit is read, one level more is beyond it") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(parse(nested(512)).has_value());
    const auto deeper = parse(nested(513));
    REQUIRE_FALSE(deeper.has_value());
    CHECK(deeper.error().beyond_limit);
    CHECK(deeper.error().offset == 512);
    CHECK(deeper.error().what == "nested deeper than 512");
}

TEST_CASE("a hundred thousand open brackets cost no stack") {
    const ParseLimits deep{.depth_max = 1'000'000};
    CHECK_FALSE(parse(std::string(100'000, '['), deep).has_value());
    CHECK(parse(std::string(100'000, '[') + std::string(100'000, ']'), deep).has_value());
}

TEST_CASE("a text over the byte limit is refused unread") {
    const ParseLimits limits{.bytes_max = 4};
    CHECK(parse("null", limits).has_value());
    const auto longer = parse("null ", limits);
    REQUIRE_FALSE(longer.has_value());
    CHECK(longer.error().beyond_limit);
}

TEST_CASE("a document survives being moved, however short its text") {
    auto document = parse("[1]").value();
    const auto moved = std::move(document);
    CHECK(moved.source(1) == "1");
}
