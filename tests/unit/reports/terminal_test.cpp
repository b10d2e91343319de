// SPDX-License-Identifier: Apache-2.0
#include "reports/terminal.hpp"

#include "reports/display.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff::reports;

namespace {

Table price_table() {
    return {.columns = {{.title = "route", .may_shrink = true}, {.title = "n", .is_number = true}},
            .rows = {{.cells = {{"GET /products/{id}"}, {"7"}}, .note = "19.90 → 19.9"},
                     {.cells = {{"GET /a"}, {"1,234"}}, .note = ""}},
            .note_column = 0};
}

}  // namespace

TEST_CASE("a table lines its columns up, numbers flush right") {
    CHECK(render_table(price_table(), {}) ==
          "  route                   n\n"
          "  GET /products/{id}      7\n"
          "  19.90 → 19.9\n"
          "  GET /a              1,234\n");
}

TEST_CASE("a table too wide takes the room from the columns that may shrink") {
    CHECK(render_table(price_table(), {.colours = false, .columns = 20}) ==
          "  route            n\n"
          "  GET /produ…      7\n"
          "  19.90 → 19.9\n"
          "  GET /a       1,234\n");
}

TEST_CASE("colours are there only when asked for, and never around spaces at an end") {
    CHECK(painted("NO-GO", Paint::bad, {}) == "NO-GO");
    CHECK(painted("NO-GO", Paint::bad, {.colours = true}) == "\x1b[1;31mNO-GO\x1b[0m");
    CHECK(painted("plain", Paint::plain, {.colours = true}) == "plain");
    CHECK(painted("", Paint::bad, {.colours = true}) == "");
    CHECK(render_table(price_table(), {.colours = true}).find(" \x1b[0m\n") == std::string::npos);
}

TEST_CASE("a line has no spaces at its end") {
    CHECK(line("text  ") == "text\n");
    CHECK(line("   ") == "\n");
    CHECK(line("") == "\n");
}

TEST_CASE("no terminal is so narrow that a table has no room") {
    CHECK(legible({.colours = false, .columns = 0}).columns == 40);
    CHECK(legible({.colours = true, .columns = 120}).columns == 120);
}
