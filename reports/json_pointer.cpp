// SPDX-License-Identifier: Apache-2.0
#include "reports/json_pointer.hpp"

#include <charconv>
#include <cstdint>

namespace shadowdiff::reports {
namespace {

void append_token(std::string& pointer, char c) {
    if (c == '~') {
        pointer += "~0";
    } else if (c == '/') {
        pointer += "~1";
    } else {
        pointer += c;
    }
}

// Three octets of a code unit; a lone surrogate among them stays visible as such to whoever reads.
void append_code_unit(std::string& pointer, unsigned unit) {
    if (unit < 0x80) return append_token(pointer, static_cast<char>(unit));
    if (unit < 0x800) {
        pointer += static_cast<char>(0xC0U | unit >> 6U);
    } else {
        pointer += static_cast<char>(0xE0U | unit >> 12U);
        pointer += static_cast<char>(0x80U | (unit >> 6U & 0x3FU));
    }
    pointer += static_cast<char>(0x80U | (unit & 0x3FU));
}

// The escapes that json::append_child writes. False when the text ends inside one.
bool take_escape(std::string_view& text, std::string& pointer) {
    if (text.size() < 2) return false;
    const char kind = text[1];
    text.remove_prefix(2);
    constexpr std::string_view from = "btnfr'\\";
    constexpr std::string_view to = "\b\t\n\f\r'\\";
    if (const auto at = from.find(kind); at != std::string_view::npos) {
        append_token(pointer, to[at]);
        return true;
    }
    unsigned unit = 0;
    const auto* end = text.data() + std::min<std::size_t>(text.size(), 4);
    const auto parsed = std::from_chars(text.data(), end, unit, 16);
    if (kind != 'u' || parsed.ptr != text.data() + 4) return false;
    text.remove_prefix(4);
    append_code_unit(pointer, unit);
    return true;
}

// ['name']
bool take_quoted(std::string_view& text, std::string& pointer) {
    text.remove_prefix(2);
    while (!text.starts_with('\'')) {
        if (text.empty()) return false;
        if (text[0] == '\\') {
            if (!take_escape(text, pointer)) return false;
        } else {
            append_token(pointer, text[0]);
            text.remove_prefix(1);
        }
    }
    if (!text.starts_with("']")) return false;
    text.remove_prefix(2);
    return true;
}

// [3]
bool take_index(std::string_view& text, std::string& pointer) {
    const auto end = text.find(']');
    const auto digits = text.substr(1, end == std::string_view::npos ? end : end - 1);
    if (end == std::string_view::npos || digits.empty() ||
        digits.find_first_not_of("0123456789") != std::string_view::npos) {
        return false;
    }
    pointer += digits;
    text.remove_prefix(end + 1);
    return true;
}

// .name
bool take_name(std::string_view& text, std::string& pointer) {
    text.remove_prefix(1);
    const auto end = std::min(text.find_first_of(".["), text.size());
    if (end == 0) return false;
    for (const char c : text.substr(0, end)) append_token(pointer, c);
    text.remove_prefix(end);
    return true;
}

}  // namespace

std::optional<std::string> json_pointer(std::string_view path) {
    if (!path.starts_with('$')) return std::nullopt;
    path.remove_prefix(1);
    std::string pointer;
    while (!path.empty()) {
        pointer += '/';
        const bool taken = path.starts_with("['")  ? take_quoted(path, pointer)
                           : path.starts_with('[') ? take_index(path, pointer)
                           : path.starts_with('.') ? take_name(path, pointer)
                                                   : false;
        if (!taken) return std::nullopt;
    }
    return pointer;
}

}  // namespace shadowdiff::reports
