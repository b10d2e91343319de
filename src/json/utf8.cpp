// SPDX-License-Identifier: Apache-2.0
#include "json/utf8.hpp"

#include <cstdint>

namespace shadowdiff::json {

namespace {

struct Form {
    std::size_t length = 0;
    std::uint8_t second_min = 0x80;  // what makes overlong forms and surrogates ill-formed
    std::uint8_t second_max = 0xbf;
};

/// RFC 3629, section 4.
Form form_of(std::uint8_t first) {
    if (first < 0x80) return {.length = 1};
    if (first >= 0xc2 && first <= 0xdf) return {.length = 2};
    if (first == 0xe0) return {.length = 3, .second_min = 0xa0};
    if (first == 0xed) return {.length = 3, .second_max = 0x9f};
    if (first >= 0xe1 && first <= 0xef) return {.length = 3};
    if (first == 0xf0) return {.length = 4, .second_min = 0x90};
    if (first >= 0xf1 && first <= 0xf3) return {.length = 4};
    if (first == 0xf4) return {.length = 4, .second_max = 0x8f};
    return {};
}

bool is_continuation(char byte) { return (static_cast<std::uint8_t>(byte) & 0xc0) == 0x80; }

char low_bits(char32_t value, unsigned marker) {
    return static_cast<char>(static_cast<std::uint8_t>(marker | (value & 0x3f)));
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t offset) {
    const auto form = form_of(static_cast<std::uint8_t>(text[offset]));
    if (form.length <= 1) return form.length;
    if (text.size() - offset < form.length) return 0;
    const auto second = static_cast<std::uint8_t>(text[offset + 1]);
    if (second < form.second_min || second > form.second_max) return 0;
    for (std::size_t i = 2; i < form.length; ++i) {
        if (!is_continuation(text[offset + i])) return 0;
    }
    return form.length;
}

void append_utf8(std::string& out, char32_t code_point) {
    if (code_point < 0x80) {
        out += static_cast<char>(code_point);
        return;
    }
    if (code_point < 0x800) {
        out += static_cast<char>(0xc0 | (code_point >> 6));
    } else if (code_point < 0x10000) {
        out += static_cast<char>(0xe0 | (code_point >> 12));
        out += low_bits(code_point >> 6, 0x80);
    } else {
        out += static_cast<char>(0xf0 | (code_point >> 18));
        out += low_bits(code_point >> 12, 0x80);
        out += low_bits(code_point >> 6, 0x80);
    }
    out += low_bits(code_point, 0x80);
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return text;
    auto end = bytes_max;
    // A character has at most three continuation bytes; more of them are no text to be careful of.
    for (int i = 0; i < 3 && end > 0 && is_continuation(text[end]); ++i) --end;
    return text.substr(0, end);
}

}  // namespace shadowdiff::json
