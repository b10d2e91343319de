// SPDX-License-Identifier: Apache-2.0
#include "reports/display.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace shadowdiff::reports {
namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Unicode 15: the blocks of East Asian Width W and F, and emoji, as terminals draw them.
constexpr std::array wide = {
    Range{0x1100, 0x115F},   Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},
    Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},   Range{0xA000, 0xA4CF},
    Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
    Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
    Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x3FFFD},
};
constexpr std::array combining = {
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD},
    Range{0x064B, 0x065F}, Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF},
    Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F},
};

template <std::size_t N>
bool in(const std::array<Range, N>& ranges, char32_t point) {
    return std::ranges::any_of(
        ranges, [=](Range range) { return point >= range.first && point <= range.last; });
}

std::size_t cells(char32_t point) {
    if (in(combining, point)) return 0;
    return in(wide, point) ? 2 : 1;
}

struct Glyph {
    std::size_t bytes;
    std::size_t cells;
};

// The character at the front of text that is valid UTF-8 already.
Glyph front(std::string_view text) {
    const auto lead = static_cast<std::uint8_t>(text.front());
    if (lead < 0x80) return {1, 1};
    const std::size_t length = std::min<std::size_t>(text.size(), lead >= 0xF0   ? 4
                                                                  : lead >= 0xE0 ? 3
                                                                                 : 2);
    char32_t point = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        point = (point << 6u) | (static_cast<std::uint8_t>(text[i]) & 0x3Fu);
    }
    return {length, cells(point)};
}

// How many bytes of the text fit.
std::size_t fitting(std::string_view text, std::size_t columns) {
    std::size_t bytes = 0;
    std::size_t used = 0;
    while (bytes < text.size()) {
        const Glyph glyph = front(text.substr(bytes));
        if (used + glyph.cells > columns) break;
        used += glyph.cells;
        bytes += glyph.bytes;
    }
    return bytes;
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const Glyph glyph = front(text);
        width += glyph.cells;
        text.remove_prefix(glyph.bytes);
    }
    return width;
}

std::string fit(std::string_view text, std::size_t columns) {
    if (display_width(text) <= columns) return std::string{text};
    if (columns == 0) return "";
    return std::string{text.substr(0, fitting(text, columns - 1))} + "…";
}

std::string pad_right(std::string_view text, std::size_t columns) {
    const std::size_t width = display_width(text);
    return std::string{text} + std::string(columns > width ? columns - width : 0, ' ');
}

std::string pad_left(std::string_view text, std::size_t columns) {
    const std::size_t width = display_width(text);
    return std::string(columns > width ? columns - width : 0, ' ') + std::string{text};
}

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
    constexpr std::size_t columns_min = 8;  // room for a wide character, whatever was asked
    columns = std::max(columns, columns_min);
    std::vector<std::string> lines;
    while (display_width(text) > columns) {
        const std::size_t room = fitting(text, columns);
        const std::size_t space = text.substr(0, room + 1).rfind(' ');
        const bool at_word = space != std::string_view::npos && space > 0;
        lines.emplace_back(text.substr(0, at_word ? space : room));
        text.remove_prefix(at_word ? space + 1 : room);
    }
    lines.emplace_back(text);
    return lines;
}

}  // namespace shadowdiff::reports
