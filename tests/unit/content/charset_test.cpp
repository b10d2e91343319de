// SPDX-License-Identifier: Apache-2.0
#include "content/charset.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using content::charset_label;
using content::take_utf8;
using content::Text;
using content::to_utf8;

TEST_CASE("a text is read by its byte order mark, else by its label, else as UTF-8") {
    struct Row {
        ByteView bytes;
        std::string_view label;
        std::string_view charset;
        bool has_mark;
    };
    const Row rows[] = {
        {"caf\xc3\xa9", "", "utf-8", false},
        {"caf\xc3\xa9", "UTF8", "utf-8", false},
        {"caf\xe9", "ISO-8859-1", "iso-8859-1", false},
        {"caf\xe9", "windows-1252", "windows-1252", false},
        {"\xef\xbb\xbf"
         "caf\xc3\xa9",
         "iso-8859-1", "utf-8", true},
        {{"\xff\xfe"
          "c\0a\0f\0\xe9\0",
          10},
         "",
         "utf-16le",
         true},
        {{"\xfe\xff\0c\0a\0f\0\xe9", 10}, "utf-8", "utf-16be", true},
        {{"\xff\xfe\0\0"
          "c\0\0\0a\0\0\0f\0\0\0\xe9\0\0\0",
          20},
         "",
         "utf-32le",
         true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.label);
        const Text text{"caf\xc3\xa9", std::string{row.charset}, row.has_mark};
        CHECK(to_utf8(row.bytes, row.label) == text);
        Bytes taken{row.bytes};
        CHECK(take_utf8(taken, row.label) == text);
    }
    CHECK(to_utf8("\x83\x65\x83\x58\x83\x67", "shift_jis")->utf8 == "テスト");
    CHECK(to_utf8("", "utf-8") == Text{"", "utf-8", false});
}

TEST_CASE("bytes that are no text of their charset are no text") {
    CHECK_FALSE(to_utf8("caf\xe9", ""));
    CHECK_FALSE(to_utf8("caf\xe9", "utf-8"));
    CHECK_FALSE(to_utf8("text", "no-such-charset"));
    CHECK_FALSE(to_utf8({"\xff\xfe"
                         "c\0a",
                         5},
                        ""));
    CHECK_FALSE(to_utf8("\xed\xa0\x80", ""));
    Bytes kept = "caf\xe9";
    CHECK_FALSE(take_utf8(kept, ""));
    CHECK(kept == "caf\xe9");
}

TEST_CASE("the charset of a Content-Type is found where it is a parameter") {
    CHECK(charset_label("text/html; charset=ISO-8859-1") == "iso-8859-1");
    CHECK(charset_label("text/html;charset=\"utf-8\"; x=1") == "utf-8");
    CHECK(charset_label("text/html; xcharset=latin1") == "");
    CHECK(charset_label("text/html; boundary=charset") == "");
    CHECK(charset_label("") == "");
}

TEST_CASE("composed and decomposed letters are the same text") {
    CHECK(content::same_normalised("\u00e9", "e\u0301"));
    CHECK_FALSE(content::same_normalised("\u00e9", "e"));
    CHECK_FALSE(content::same_normalised("\u00e9\xff", "e\u0301\xff"));
}
