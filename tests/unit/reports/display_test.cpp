// SPDX-License-Identifier: Apache-2.0
#include "reports/display.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace shadowdiff::reports;

TEST_CASE("width is counted in cells, not in bytes") {
    struct {
        const char* text;
        std::size_t cells;
    } const rows[] = {{"", 0},        {"price", 5}, {"étagère", 7}, {"→", 1},
                      {"注文", 4},    {"한국", 4},  {"☕", 1},      {"🛒", 2},
                      {"e\u0301", 1}, {"…", 1},     {"ｆｕｌｌ", 8}};
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(display_width(row.text) == row.cells);
    }
}

TEST_CASE("what does not fit is cut between characters and ends in an ellipsis") {
    CHECK(fit("price", 5) == "price");
    CHECK(fit("price", 4) == "pri…");
    CHECK(fit("price", 1) == "…");
    CHECK(fit("price", 0) == "");
    CHECK(fit("注文番号", 4) == "注…");
    CHECK(fit("注文番号", 5) == "注文…");
    CHECK(fit("étagère", 3) == "ét…");
}

TEST_CASE("padding fills up and never cuts") {
    CHECK(pad_right("ab", 4) == "ab  ");
    CHECK(pad_left("ab", 4) == "  ab");
    CHECK(pad_right("注文", 5) == "注文 ");
    CHECK(pad_left("long", 2) == "long");
}

TEST_CASE("text is wrapped at spaces, a longer word inside") {
    CHECK(wrap("", 10) == std::vector<std::string>{""});
    CHECK(wrap("one two three", 8) == std::vector<std::string>{"one two", "three"});
    CHECK(wrap("exactly8", 8) == std::vector<std::string>{"exactly8"});
    CHECK(wrap("exactly8 more", 8) == std::vector<std::string>{"exactly8", "more"});
    CHECK(wrap("abcdefghijkl", 8) == std::vector<std::string>{"abcdefgh", "ijkl"});
    CHECK(wrap("注文番号注文", 8) == std::vector<std::string>{"注文番号", "注文"});
}

TEST_CASE("wrapping keeps every character and the width, whatever the columns") {
    const std::string text = "  leading, étagère → 注文番号 and averyveryverylongword at the end  ";
    const auto without_spaces = [](std::string value) {
        std::erase(value, ' ');
        return value;
    };
    for (std::size_t columns = 0; columns < 80; ++columns) {
        CAPTURE(columns);
        std::string joined;
        for (const std::string& line : wrap(text, columns)) {
            CHECK(display_width(line) <= std::max<std::size_t>(columns, 8));
            joined += line;
        }
        CHECK(without_spaces(joined) == without_spaces(text));
    }
}
