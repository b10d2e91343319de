// SPDX-License-Identifier: Apache-2.0
#include "http/syntax.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace shadowdiff::http {
namespace {

constexpr auto token_chars = [] {
    std::array<bool, 256> table{};
    for (const char c : std::string_view{"!#$%&'*+-.^_`|~0123456789"
                                         "abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}) {
        table[static_cast<unsigned char>(c)] = true;
    }
    return table;
}();

bool is_text_char(char c) {
    const auto octet = static_cast<unsigned char>(c);
    return c == '\t' || (octet >= 0x20 && octet != 0x7f);
}

std::optional<std::uint64_t> parse_number(ByteView digits, int base) {
    std::uint64_t value = 0;
    const auto* end = digits.data() + digits.size();
    const auto parsed = std::from_chars(digits.data(), end, value, base);
    if (parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    // Lengths are added up: one that leaves no room for that is no length.
    if (value > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
    return value;
}

}  // namespace

bool is_token_char(char c) { return token_chars[static_cast<unsigned char>(c)]; }

std::size_t token_size(ByteView text) {
    std::size_t size = 0;
    while (size < text.size() && is_token_char(text[size])) ++size;
    return size;
}

bool is_token(ByteView text) { return !text.empty() && token_size(text) == text.size(); }

bool is_text(ByteView text) { return std::ranges::all_of(text, is_text_char); }

bool is_digits(ByteView text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<std::uint64_t> parse_decimal(ByteView digits) { return parse_number(digits, 10); }

std::optional<std::uint64_t> parse_hex(ByteView digits) { return parse_number(digits, 16); }

Line take_line(ByteView& bytes) {
    const auto end = bytes.find('\n');
    const auto text = bytes.substr(0, end);
    bytes.remove_prefix(end == ByteView::npos ? bytes.size() : end + 1);
    return without_cr(text);
}

}  // namespace shadowdiff::http
