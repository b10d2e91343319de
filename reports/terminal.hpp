// SPDX-License-Identifier: Apache-2.0
// Lines for a terminal: coloured words, and tables that fit its width.
#pragma once

#include "reports/render.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

enum class Paint : std::uint8_t { plain, bold, dim, good, bad, warning };

/// The style with no fewer columns than our tables need.
TextStyle legible(TextStyle style);

/// ANSI around the text when the style has colours; the text itself must be printable.
std::string painted(std::string_view text, Paint paint, const TextStyle& style);

Paint severity_paint(std::string_view severity);

struct Column {
    std::string title;
    bool is_number = false;  // flush right
    bool may_shrink = false;
};

struct Cell {
    std::string text;
    Paint paint = Paint::plain;
};

/// Below the table's row, under one of its columns and as wide as the terminal lets it be.
struct Row {
    std::vector<Cell> cells;
    std::string note;          // "" for none
    std::string more = {};     // a second line of it
    std::string in_full = {};  // below, never cut: in as many lines as it takes
};

struct Table {
    std::vector<Column> columns;
    std::vector<Row> rows;
    std::size_t note_column = 0;  // under which the notes stand
};

/// Indented by two; columns that may shrink do so until all fit.
std::string render_table(const Table& table, const TextStyle& style);

/// A line without the spaces at its end, and its line end.
std::string line(std::string text);

/// An empty line, then the title of what follows.
std::string section_title(std::string_view text, const TextStyle& style);

}  // namespace shadowdiff::reports
