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

// The highest bit of each octet of the word that is below `bound`, and maybe of some behind it.
std::uint64_t octets_below(std::uint64_t bound, std::uint64_t word) {
    constexpr std::uint64_t each = 0x0101010101010101;
    return (word - each * bound) & ~word & each * 0x80;
}

// What may break a line. Most texts have no octet that low.
std::uint64_t low_octets(std::uint64_t word) { return octets_below('\r' + 1, word); }

std::uint64_t low_octets_and_colons(std::uint64_t word) {
    constexpr std::uint64_t colons = 0x3a3a3a3a3a3a3a3a;
    return low_octets(word) | octets_below(1, word ^ colons);
}

template <class Word>
std::uint64_t word_at(const char* at) {
    Word word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

// False where no word of the text has such octets. The last ones overlap: any length is a few.
template <auto find>
bool may_have(std::string_view text) {
    constexpr std::size_t word = sizeof(std::uint64_t), half = sizeof(std::uint32_t);
    const auto* at = text.data();
    const auto* const end = at + text.size();
    if (text.size() < half) return true;
    if (text.size() < word) {
        return find(word_at<std::uint32_t>(at) << 32U | word_at<std::uint32_t>(end - half)) != 0;
    }
    for (; at + word < end; at += word) {
        if (find(word_at<std::uint64_t>(at)) != 0) return true;
    }
    return find(word_at<std::uint64_t>(end - word)) != 0;
}

bool has_line_break(std::string_view text) {
    return may_have<low_octets>(text) && std::ranges::any_of(text, breaks_line);
}

char* put(std::string_view text, char* at) { return at + text.copy(at, text.size()); }

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
    const bool is_clear = !may_have<low_octets_and_colons>(name);
    if (!is_clear && (std::ranges::any_of(name, breaks_line) || name.contains(':'))) return false;
    return name.empty() || (!is_white_space(name.front()) && !is_white_space(name.back()));
}

void append_relayed_field(std::string_view name, std::string_view value, Bytes& out) {
    if (!stays_one_line(name)) return;
    const auto start = out.size();
    const auto size = start + name.size() + value.size() + 4;
    out.resize_and_overwrite(size, [&](char* text, std::size_t /*libstdc++ 12: the capacity*/) {
        auto* at = put(name, text + start);
        at = put(": ", at);
        auto* const end = put(value, at);
        if (has_line_break(value)) std::replace_if(at, end, breaks_line, ' ');
        put("\r\n", end);
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
