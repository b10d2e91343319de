// SPDX-License-Identifier: Apache-2.0
#include "base/escape.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace std::string_literals;

TEST_CASE("what a terminal could obey is made visible, and text stays as it is") {
    struct Row {
        const char* name;
        std::string bytes;
        std::string text;
    };
    const Row rows[] = {
        {"plain text", "GET /a?b=c", "GET /a?b=c"},
        {"UTF-8 text", "café 茶 🍵", "café 茶 🍵"},
        {"an ANSI escape", "\033[31mred", "\\x1b[31mred"},
        {"an OSC escape", "\033]0;title\007", "\\x1b]0;title\\x07"},
        {"a line end", "a\r\nb", "a\\x0d\\x0ab"},
        {"NUL", "a\0b"s, "a\\x00b"},
        {"a C1 control in UTF-8",
         "\xc2\x9b"
         "31m",
         "\\u{009b}31m"},
        {"a lone continuation byte", "\x80", "\\x80"},
        {"an overlong slash", "\xc0\xaf", "\\xc0\\xaf"},
        {"a surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80"},
        {"a cut sequence", "\xe8\x8c", "\\xe8\\x8c"},
        {"over the last code point", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80"},
        {"a right-to-left override",
         "a\xe2\x80\xae"
         "b",
         "a\\u{202e}b"},
        {"a zero-width space",
         "a\xe2\x80\x8b"
         "b",
         "a\\u{200b}b"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(printable(row.bytes) == row.text);
    }
}

TEST_CASE("long text is cut, and says so") {
    const auto text = printable(std::string(10'000, 'x'), 100);
    CHECK(text == std::string(100, 'x') + "…");
}
