// SPDX-License-Identifier: Apache-2.0
#include "diff/excerpt.hpp"

#include "json/utf8.hpp"

#include <doctest/doctest.h>

#include <string>

using shadowdiff::diff::excerpt;
using shadowdiff::diff::is_text;

TEST_CASE("text is UTF-8 without control characters") {
    CHECK(is_text(""));
    CHECK(is_text("line\r\nline\ttab\f"));
    CHECK(is_text("gr\u00f6\u00dfe \U0001F600"));
    CHECK_FALSE(is_text(std::string{"a\0b", 3}));
    CHECK_FALSE(is_text("\x1b[31m"));
    CHECK_FALSE(is_text("\x7f"));
    CHECK_FALSE(is_text("caf\xe9"));
    CHECK_FALSE(is_text("\x89PNG\r\n"));
}

TEST_CASE("text is shown from a little before the place") {
    CHECK(excerpt("short", 3, 100) == "short");
    CHECK(excerpt("", 0, 100).empty());
    const auto text = std::string(1'000, 'a') + "HERE" + std::string(1'000, 'b');
    const auto shown = excerpt(text, 1'000, 100);
    CHECK(shown.starts_with("…aaaa"));
    CHECK(shown.find("HERE") == 43);
    CHECK(shown.ends_with("…"));
    CHECK(shown.size() <= 100);
    CHECK(excerpt(text, text.size(), 100).ends_with("bbb"));
}

TEST_CASE("no character is broken, wherever the place is") {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "\u20ac\U0001F600";
    for (std::size_t offset = 0; offset <= text.size(); ++offset) {
        CAPTURE(offset);
        CHECK(is_text(excerpt(text, offset, 64)));
    }
}

TEST_CASE("other bytes are shown as their number and some octets") {
    CHECK(excerpt("\x89PNG\r\n\x1a\n", 0, 100) == "8 bytes, from 0: 89 50 4e 47 0d 0a 1a 0a");
    CHECK(excerpt("\x89PNG", 3, 100) == "4 bytes, from 3: 47");
    CHECK(excerpt("\x89PNG", 4, 100) == "4 bytes, from 4:");
    CHECK(excerpt(std::string(1'000, '\xff'), 10, 100).size() < 80);
}
