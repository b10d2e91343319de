// SPDX-License-Identifier: Apache-2.0
#include "json/utf8.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using shadowdiff::json::append_utf8;
using shadowdiff::json::cut_utf8;
using shadowdiff::json::utf8_length;

TEST_CASE("every code point but surrogates is well-formed as it is written") {
    for (char32_t code_point = 0; code_point <= 0x10ffff; ++code_point) {
        std::string text;
        append_utf8(text, code_point);
        const bool surrogate = code_point >= 0xd800 && code_point <= 0xdfff;
        const auto expected = surrogate ? 0 : text.size();
        if (utf8_length(text, 0) != expected) {
            CAPTURE(static_cast<unsigned>(code_point));
            FAIL("not well-formed");
        }
    }
}

TEST_CASE("ill-formed sequences have no length") {
    const std::vector<std::string> ill_formed{
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xe0\x9f\xbf",
        "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xff",
        "\xc3",
        "\xe2\x82",
        "\xf0\x9f\x98",
        "\xc3\x28",
        "\xe2\x28\xa1",
        "\xe2\x82\x28",
        "\xf0\x9f\x98\x28",
    };
    for (const auto& text : ill_formed) {
        CAPTURE(text);
        CHECK(utf8_length(text, 0) == 0);
    }
}

TEST_CASE("a text is cut between two characters") {
    CHECK(cut_utf8("abc", 3) == "abc");
    CHECK(cut_utf8("abc", 2) == "ab");
    CHECK(cut_utf8("abc", 0).empty());
    CHECK(cut_utf8("a\u20acb", 1) == "a");
    CHECK(cut_utf8("a\u20acb", 2) == "a");
    CHECK(cut_utf8("a\u20acb", 3) == "a");
    CHECK(cut_utf8("a\u20acb", 4) == "a\u20ac");
    CHECK(cut_utf8("\U0001F600", 3).empty());
    CHECK(cut_utf8(std::string(100, '\x80'), 50).size() == 47);
}
