// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/framing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

// The highest bit of each octet that is at most CR.
std::uint64_t low_octets(const char* at) {
    constexpr std::uint64_t each = 0x0101010101010101;
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return (word - each * ('\r' + 1)) & ~word & each * 0x80;
}

// Most texts have no octet that low. Words that overlap at the end, so that any length is a few.
bool may_break_line(std::string_view text) {
    constexpr auto word = sizeof(std::uint64_t);
    if (text.size() < word) return std::ranges::any_of(text, breaks_line);
    std::uint64_t found = low_octets(text.data() + text.size() - word);
    for (std::size_t at = 0; at + word <= text.size(); at += word) {
        found |= low_octets(text.data() + at);
    }
    return found != 0;
}

bool has_line_break(std::string_view text) {
    return may_break_line(text) && std::ranges::any_of(text, breaks_line);
}

bool is_white_space(char c) { return c == ' ' || c == '\t'; }

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
    if (has_line_break(name) || name.contains(':')) return false;
    return name.empty() || (!is_white_space(name.front()) && !is_white_space(name.back()));
}

void append_relayed_field(std::string_view name, std::string_view value, Bytes& out) {
    if (!stays_one_line(name)) return;
    const auto start = out.size();
    const auto size = start + name.size() + value.size() + 4;
    out.resize_and_overwrite(size, [&](char* text, std::size_t /*libstdc++ 12: the capacity*/) {
        auto* at = std::ranges::copy(name, text + start).out;
        at = std::ranges::copy(std::string_view{": "}, at).out;
        auto* const end = std::ranges::copy(value, at).out;
        if (has_line_break(value)) std::replace_if(at, end, breaks_line, ' ');
        std::ranges::copy(std::string_view{"\r\n"}, end);
        return size;
    });
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
