// SPDX-License-Identifier: Apache-2.0
// Character classes of HTTP/1 (RFC 9110, section 5.6) and the small text helpers of the parser.
#pragma once

#include "base/bytes.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace shadowdiff::http {

bool is_token_char(char c);
/// How many characters at the front of `text` are of a token.
std::size_t token_size(ByteView text);
bool is_token(ByteView text);
/// Tab, or anything but a control character: what a field value or a reason phrase may hold.
bool is_text(ByteView text);
bool is_digits(ByteView text);

/// Without spaces and tabs at both ends.
inline ByteView trim(ByteView text) {
    const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Decimal digits only; nothing on any other character or above 2^63 - 1.
std::optional<std::uint64_t> parse_decimal(ByteView digits);
/// Hexadecimal digits only, any case; nothing on any other character or above 2^63 - 1.
std::optional<std::uint64_t> parse_hex(ByteView digits);

/// A line without its line end, and whether that was CR LF rather than a bare LF.
struct Line {
    ByteView text;
    bool ends_in_crlf = false;
};

inline Line without_cr(ByteView text) {
    const bool has_cr = text.ends_with('\r');
    if (has_cr) text.remove_suffix(1);
    return {text, has_cr};
}

/// Takes the first line, which must end in LF, from the front of `bytes`.
Line take_line(ByteView& bytes);

}  // namespace shadowdiff::http
