// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/framing.hpp"

#include <doctest/doctest.h>

#include <cstddef>

namespace shadowdiff::mirror {
namespace {

using enum http::Framing;

TEST_CASE("pieces go out in the framing of the message") {
    Bytes out;
    SUBCASE("chunked") {
        append_piece(chunked, "hello", out);
        append_piece(chunked, "", out);
        append_piece(chunked, Bytes(26, 'x'), out);
        append_end(chunked, {{"X-Sum", "1\r\nEvil: 2"}, {"bad\rname", "x"}}, out);
        CHECK(out ==
              "5\r\nhello\r\n1a\r\n" + Bytes(26, 'x') + "\r\n0\r\nX-Sum: 1  Evil: 2\r\n\r\n");
    }
    SUBCASE("by length and until close") {
        append_piece(length, "he", out);
        append_piece(until_close, "llo", out);
        append_end(length, {{"X-Sum", "1"}}, out);
        append_end(until_close, {}, out);
        append_end(none, {}, out);
        CHECK(out == "hello");
    }
}

TEST_CASE("a field cannot break out of its line") {
    struct Row {
        std::string_view name, field_name, value, expected;
        std::string_view relayed = expected;
    };
    const Row rows[] = {
        {"plain", "Accept", "*/*", "Accept: */*\r\n"},
        {"empty value", "X", "", "X: \r\n"},
        {"octets over 127 stay", "X", "\xc3\xa9\xff", "X: \xc3\xa9\xff\r\n"},
        {"line end in value", "X", "1\r\nY: 2", "X: 1  Y: 2\r\n"},
        {"bare LF", "X", "1\nY: 2", "X: 1 Y: 2\r\n"},
        {"NUL", "X", {"a\0b", 3}, "X: a b\r\n"},
        {"line end in name", "X\r\nY", "1", ""},
        {"NUL in name", {"X\0Y", 3}, "1", ""},
        {"space behind the name", "Content-Length ", "5", ""},
        {"space in name", "X Y", "1", "", "X Y: 1\r\n"},
        {"a name that would be a fold", " X", "1", ""},
        {"no letter of a token", "X@", "1\r\n2", "", "X@: 1  2\r\n"},
        {"colon in name", "X: 1", "5", ""},
        {"no name", "", "5", "", ": 5\r\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Bytes out;
        append_field(row.field_name, row.value, out);
        CHECK(out == row.expected);
        out.clear();
        append_relayed_field(row.field_name, row.value, out);
        CHECK(out == row.relayed);
    }
}

TEST_CASE("a line end is found wherever it stands") {
    for (std::size_t size = 1; size <= 40; ++size) {
        for (std::size_t place = 0; place < size; ++place) {
            for (const char end : {'\r', '\n', '\0', '\t', '\x7f', '\x80', '\xff'}) {
                CAPTURE(size);
                CAPTURE(place);
                CAPTURE(int{end});
                Bytes value(size, 'x');
                value[place] = end;
                auto expected = value;
                if (end == '\r' || end == '\n' || end == '\0') expected[place] = ' ';
                Bytes out = "before";
                append_one_line(value, out);
                CHECK(out == "before" + expected);
                append_relayed_field("X", value, out);
                CHECK(out == "before" + expected + "X: " + expected + "\r\n");
            }
        }
    }
}

TEST_CASE("what ends a name is found wherever it stands") {
    for (std::size_t size = 1; size <= 40; ++size) {
        for (std::size_t place = 0; place < size; ++place) {
            for (int c = 0; c < 256; ++c) {
                CAPTURE(size);
                CAPTURE(place);
                CAPTURE(c);
                Bytes name(size, 'x');
                name[place] = static_cast<char>(c);
                const bool is_at_end = place == 0 || place == size - 1;
                const bool breaks = c == '\r' || c == '\n' || c == '\0' || c == ':';
                const bool is_white_space = c == ' ' || c == '\t';
                CHECK(stays_one_line(name) == !(breaks || (is_white_space && is_at_end)));
            }
        }
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
