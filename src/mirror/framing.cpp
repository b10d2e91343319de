// SPDX-License-Identifier: Apache-2.0
#include "mirror/framing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace shadowdiff::mirror {
namespace {

bool is_token_character(char c) {
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return is_letter || (c >= '0' && c <= '9') || std::string_view{"!#$%&'*+-.^_`|~"}.contains(c);
}

}  // namespace

bool is_token(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, is_token_character);
}

void append_one_line(std::string_view text, Bytes& out) {
    const auto start = static_cast<std::ptrdiff_t>(out.size());
    out += text;
    std::replace_if(
        out.begin() + start, out.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; },
        ' ');
}

void append_field(std::string_view name, std::string_view value, Bytes& out) {
    if (!is_token(name)) return;
    out += name;
    out += ": ";
    append_one_line(value, out);
    out += "\r\n";
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
    for (const auto& field : trailers) append_field(field.name, field.value, out);
    out += "\r\n";
}

}  // namespace shadowdiff::mirror
