// SPDX-License-Identifier: Apache-2.0
// UTF-8 (RFC 3629) as JSON texts need it: checked, written, and cut without breaking a character.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace shadowdiff::json {

/// Length of the well-formed character at `offset`, or 0: no overlong forms, no surrogates, nothing
/// above U+10FFFF.
std::size_t utf8_length(std::string_view text, std::size_t offset);

/// Writes any code point; a surrogate becomes the three bytes of WTF-8.
void append_utf8(std::string& out, char32_t code_point);

/// The longest prefix of at most `bytes_max` bytes that ends between two characters.
std::string_view cut_utf8(std::string_view text, std::size_t bytes_max);

}  // namespace shadowdiff::json
