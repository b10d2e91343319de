// SPDX-License-Identifier: Apache-2.0
#include "json/document.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using shadowdiff::json::parse;

namespace {

std::string value_of(const std::string& text) {
    const auto document = parse(text);
    REQUIRE(document.has_value());
    return document->string_value(document->nodes()[0]);
}

}  // namespace

TEST_CASE("a string's value has its escapes undone") {
    struct Row {
        const char* name;
        std::string text;
        std::string value;
    };
    const std::vector<Row> rows{
        {"plain", R"("abc")", "abc"},
        {"empty", R"("")", ""},
        {"every short escape", R"("\"\\\/\b\f\n\r\t")", "\"\\/\b\f\n\r\t"},
        {"a letter", R"("\u0041")", "A"},
        {"two bytes, in capitals", R"("\u00E9")", "\u00e9"},
        {"two bytes, in small letters", R"("\u00e9")", "\u00e9"},
        {"three bytes", R"("\u20ac")", "\u20ac"},
        {"NUL", R"("a\u0000b")", std::string{"a\0b", 3}},
        {"a surrogate pair", R"("\ud83d\ude00")", "\U0001F600"},
        {"the last code point", R"("\uDBFF\uDFFF")", "\U0010FFFF"},
        {"a high surrogate alone", R"("\ud800")", "\xED\xA0\x80"},
        {"a low surrogate alone", R"("\udc00x")", "\xED\xB0\x80x"},
        {"a high surrogate before a letter", R"("\ud800\u0041")",
         "\xED\xA0\x80"
         "A"},
        {"two high ones, then a low one", R"("\ud83d\ud83d\ude00")", "\xED\xA0\xBD\U0001F600"},
        {"the pair the wrong way round", R"("\ude00\ud83d")", "\xED\xB8\x80\xED\xA0\xBD"},
        {"a high surrogate before another escape", R"("\ud83d\n")", "\xED\xA0\xBD\n"},
        {"text around escapes", R"("a\tb\\u0041c")", "a\tb\\u0041c"},
        {"an escape at the end", R"("a\\")", "a\\"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(value_of(row.text) == row.value);
    }
}

TEST_CASE("the source of a string has its quotes, its raw text has not") {
    const auto document = parse(R"({"a\n":1})").value();
    CHECK(document.source(1) == R"("a\n")");
    CHECK(document.raw(document.nodes()[1]) == R"(a\n)");
    CHECK(document.nodes()[1].has_escapes);
    CHECK_FALSE(document.nodes()[0].has_escapes);
}

TEST_CASE("strings are the same by value, however they are spelled") {
    struct Row {
        const char* one;
        const char* other;
        bool same;
    };
    const std::vector<Row> rows{
        {R"("a")", R"("a")", true},
        {R"("a")", R"("b")", false},
        {R"("\u00e9")", "\"\u00e9\"", true},
        {R"("\/")", R"("/")", true},
        {R"("\u0041")", R"("A")", true},
        {R"("\u000a")", R"("\n")", true},
        {R"("\ud800")", R"("\udc00")", false},
        {R"("\\u0041")", R"("A")", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.one);
        CAPTURE(row.other);
        const auto one = parse(row.one).value();
        const auto other = parse(row.other).value();
        CHECK(one.same_string(one.nodes()[0], other, other.nodes()[0]) == row.same);
        CHECK(other.same_string(other.nodes()[0], one, one.nodes()[0]) == row.same);
    }
}
