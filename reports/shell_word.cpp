// SPDX-License-Identifier: Apache-2.0
#include "reports/shell_word.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <limits>

namespace shadowdiff::reports {
namespace {

std::string single_quoted(std::string_view text) {
    std::string word = "'";
    for (const char c : text) {
        if (c == '\'') {
            word += R"('\'')";
        } else {
            word += c;
        }
    }
    return word + "'";
}

// For printf's format between single quotes: every byte but harmless ASCII as three octal digits.
void append_format(std::string& format, std::string_view text) {
    for (const char c : text) {
        const bool is_graphic = c >= ' ' && c <= '~';
        // A leading - would be read as an option.
        const bool is_special = c == '\'' || c == '\\' || c == '%' || (c == '-' && format.empty());
        if (is_graphic && !is_special) {
            format += c;
        } else {
            fmt::format_to(std::back_inserter(format), "\\{:03o}", static_cast<std::uint8_t>(c));
        }
    }
}

// Literals side by side become one, so that a word has no more quotes than it needs.
std::vector<ShellPiece> joined(const std::vector<ShellPiece>& pieces) {
    std::vector<ShellPiece> out;
    for (const ShellPiece& piece : pieces) {
        const bool continues = !out.empty() && !out.back().is_variable && !piece.is_variable;
        if (continues) {
            out.back().text += piece.text;
        } else {
            out.push_back(piece);
        }
    }
    return out;
}

}  // namespace

bool is_plain(ByteView text) {
    constexpr auto unlimited = std::numeric_limits<std::size_t>::max();
    std::string on_one_line{text};
    std::erase(on_one_line, '\n');
    return printable(on_one_line, unlimited) == on_one_line;
}

std::string shell_word(const std::vector<ShellPiece>& pieces) {
    std::string word;
    for (const ShellPiece& piece : joined(pieces)) {
        if (piece.is_variable) {
            word += "\"$" + piece.text + "\"";
        } else if (is_plain(piece.text)) {
            word += single_quoted(piece.text);
        } else {
            word += "\"$(" + printf_command({piece}) + ")\"";
        }
    }
    return word.empty() ? "''" : word;
}

std::string shell_word(std::string_view text) { return shell_word({{std::string{text}}}); }

std::string shell_argument(std::string_view text) {
    constexpr std::string_view others = "%+,-./:@_";
    const bool is_word = !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               others.contains(c);
    });
    return is_word ? std::string{text} : shell_word(text);
}

std::string printf_command(const std::vector<ShellPiece>& pieces) {
    std::string format;
    std::string arguments;
    for (const ShellPiece& piece : pieces) {
        if (piece.is_variable) {
            format += "%s";
            arguments += " \"$" + piece.text + "\"";
        } else {
            append_format(format, piece.text);
        }
    }
    return "printf '" + format + "'" + arguments;
}

}  // namespace shadowdiff::reports
