// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/framing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace shadowdiff::mirror {
namespace {

constexpr auto token_characters = [] {
    std::array<bool, 256> table{};
    for (auto c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (auto c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (auto c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = true;
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~"}) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool is_token_character(char c) { return token_characters[static_cast<unsigned char>(c)]; }

bool breaks_line(char c) { return c == '\r' || c == '\n' || c == '\0'; }

// Without leaving early, so that the compiler looks at many at a time.
bool has_line_break(std::string_view text) {
    bool found = false;
    for (const char c : text) found |= breaks_line(c);
    return found;
}

}  // namespace

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_token_character);
}

void append_one_line(std::string_view text, Bytes& out) {
    const auto start = static_cast<std::ptrdiff_t>(out.size());
    out += text;
    if (!has_line_break(text)) return;
    std::replace_if(out.begin() + start, out.end(), breaks_line, ' ');
}

bool stays_one_line(std::string_view name) {
    constexpr std::string_view white_space = " \t";
    if (has_line_break(name) || name.contains(':')) return false;
    return name.empty() ||
           (!white_space.contains(name.front()) && !white_space.contains(name.back()));
}

void append_relayed_field(std::string_view name, std::string_view value, Bytes& out) {
    if (!stays_one_line(name)) return;
    out += name;
    out += ": ";
    append_one_line(value, out);
    out += "\r\n";
}

void append_field(std::string_view name, std::string_view value, Bytes& out) {
    if (is_token(name)) append_relayed_field(name, value, out);
}

void append_piece(http::Framing framing, ByteView piece, Bytes& out) {
    if (framing != http::Framing::chunked) {
        out += piece;
        return;
    }
    if (piece.empty()) return;  // a chunk of length 0 would end the body
    fmt::format_to(std::back_inserter(out), "{:x}\r\n", piece.size());
    out += piece;
    out += "\r\n";
}

void append_end(http::Framing framing, const http::Fields& trailers, Bytes& out) {
    if (framing != http::Framing::chunked) return;
    out += "0\r\n";
    for (const auto& field : trailers) append_relayed_field(field.name, field.value, out);
    out += "\r\n";
}

}  // namespace shadowdiff::mirror
