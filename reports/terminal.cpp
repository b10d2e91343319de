// SPDX-License-Identifier: Apache-2.0
#include "reports/terminal.hpp"

#include "diff/difference.hpp"
#include "reports/display.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace shadowdiff::reports {
namespace {

constexpr std::size_t table_indent = 2;
constexpr std::size_t gap = 2;  // between columns
constexpr std::size_t shrunk_width_min = 8;

std::string_view code_of(Paint paint) {
    switch (paint) {
        case Paint::plain: return "";
        case Paint::bold: return "1";
        case Paint::dim: return "2";
        case Paint::good: return "1;32";
        case Paint::bad: return "1;31";
        case Paint::warning: return "33";
    }
    return "";
}

// The widest column that may shrink gives way first, so that short ones stay whole.
std::optional<std::size_t> widest_shrinkable(const Table& table,
                                             const std::vector<std::size_t>& widths) {
    std::optional<std::size_t> widest;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (!table.columns[i].may_shrink || widths[i] <= shrunk_width_min) continue;
        if (!widest || widths[i] > widths[*widest]) widest = i;
    }
    return widest;
}

std::vector<std::size_t> column_widths(const Table& table, std::size_t columns) {
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        std::size_t width = display_width(table.columns[i].title);
        for (const Row& row : table.rows) {
            width = std::max(width, display_width(row.cells[i].text));
        }
        widths.push_back(width);
    }
    std::size_t total = table_indent;
    for (const std::size_t width : widths) total += width + gap;
    while (total > columns + gap) {
        const auto widest = widest_shrinkable(table, widths);
        if (!widest) break;
        --widths[*widest];
        --total;
    }
    return widths;
}

std::string render_cells(const std::vector<Cell>& cells, const Table& table,
                         const std::vector<std::size_t>& widths, const TextStyle& style) {
    std::string text(table_indent, ' ');
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const std::string content = fit(cells[i].text, widths[i]);
        const std::string fill(widths[i] - display_width(content), ' ');
        const bool is_last = i + 1 == cells.size();
        if (table.columns[i].is_number) text += fill;
        text += painted(content, cells[i].paint, style);
        if (!table.columns[i].is_number && !is_last) text += fill;
        if (!is_last) text += std::string(gap, ' ');
    }
    return line(text);
}

}  // namespace

TextStyle legible(TextStyle style) {
    constexpr std::size_t columns_min = 40;
    style.columns = std::max(style.columns, columns_min);
    return style;
}

std::string painted(std::string_view text, Paint paint, const TextStyle& style) {
    if (!style.colours || paint == Paint::plain || text.empty()) return std::string{text};
    return fmt::format("\x1b[{}m{}\x1b[0m", code_of(paint), text);
}

Paint severity_paint(std::string_view severity) {
    if (severity == name(diff::Severity::high)) return Paint::bad;
    if (severity == name(diff::Severity::medium)) return Paint::warning;
    return Paint::plain;
}

std::string render_table(const Table& table, const TextStyle& style) {
    const std::vector<std::size_t> widths = column_widths(table, style.columns);
    std::vector<Cell> titles;
    for (const Column& column : table.columns) titles.push_back({column.title, Paint::dim});
    std::size_t note_indent = table_indent;
    for (std::size_t i = 0; i < table.note_column; ++i) note_indent += widths[i] + gap;
    const std::size_t note_room = style.columns > note_indent ? style.columns - note_indent : 0;
    const std::size_t note_width = std::max(note_room, shrunk_width_min);

    std::string text = render_cells(titles, table, widths, style);
    const auto add_note = [&](const std::string& note) {
        if (note.empty()) return;
        text += line(std::string(note_indent, ' ') + painted(note, Paint::dim, style));
    };
    for (const Row& row : table.rows) {
        text += render_cells(row.cells, table, widths, style);
        add_note(fit(row.note, note_width));
        add_note(fit(row.more, note_width));
        for (const std::string& part : wrap(row.in_full, note_width)) add_note(part);
    }
    return text;
}

std::string line(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    text += '\n';
    return text;
}

std::string section_title(std::string_view text, const TextStyle& style) {
    return "\n" + line(painted(text, Paint::bold, style));
}

}  // namespace shadowdiff::reports
