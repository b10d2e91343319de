// SPDX-License-Identifier: Apache-2.0
#include "base/escape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>

namespace shadowdiff {
namespace {

struct CodePoint {
    char32_t value;
    std::size_t length;
};

// One UTF-8 sequence at the front (RFC 3629); none when it is malformed, overlong or a surrogate.
std::optional<CodePoint> decode(ByteView bytes) {
    const auto lead = static_cast<std::uint8_t>(bytes.front());
    if (lead < 0x80) return CodePoint{lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || bytes.size() < length) return std::nullopt;
    char32_t value = lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto next = static_cast<std::uint8_t>(bytes[i]);
        if ((next & 0xC0u) != 0x80u) return std::nullopt;
        value = (value << 6u) | (next & 0x3Fu);
    }
    const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return std::nullopt;
    return CodePoint{value, length};
}

// Controls of C0 and C1, line and paragraph separators, and the bidirectional formatting characters
// of Unicode UAX 9, which can make a line read otherwise than it is.
bool is_dangerous(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF;
}

}  // namespace

std::string printable(ByteView bytes, std::size_t bytes_max) {
    const auto is_plain = [](char c) { return c >= ' ' && c <= '~'; };
    if (bytes.size() <= bytes_max && std::ranges::all_of(bytes, is_plain)) {
        return std::string{bytes};  // nearly always
    }
    std::string text;
    while (!bytes.empty()) {
        if (text.size() >= bytes_max) return text + "…";
        const auto point = decode(bytes);
        if (!point || (point->value < 0x80 && is_dangerous(point->value))) {
            fmt::format_to(std::back_inserter(text), "\\x{:02x}",
                           static_cast<std::uint8_t>(bytes[0]));
            bytes.remove_prefix(point ? point->length : 1);
            continue;
        }
        if (is_dangerous(point->value)) {
            fmt::format_to(std::back_inserter(text), "\\u{{{:04x}}}",
                           static_cast<std::uint32_t>(point->value));
        } else {
            text += bytes.substr(0, point->length);
        }
        bytes.remove_prefix(point->length);
    }
    return text;
}

}  // namespace shadowdiff
