// SPDX-License-Identifier: Apache-2.0
#include "json/pointer.hpp"

#include "base/ascii.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

namespace shadowdiff::json {

namespace {

/// Letters, digits and "_", as a table: paths are written for every difference.
constexpr auto plain_octets = [] {
    std::array<bool, 256> is_plain{};
    for (std::size_t c = 0; c < is_plain.size(); ++c) {
        is_plain[c] = ascii::is_alphanumeric(static_cast<char>(c)) || c == '_';
    }
    return is_plain;
}();

bool is_plain(char c) { return plain_octets[static_cast<std::uint8_t>(c)]; }

/// A lone surrogate in WTF-8: three bytes that no UTF-8 text may hold.
bool is_surrogate(std::string_view name, std::size_t offset) {
    return name.size() - offset >= 3 && static_cast<std::uint8_t>(name[offset]) == 0xed &&
           static_cast<std::uint8_t>(name[offset + 1]) >= 0xa0;
}

unsigned surrogate(std::string_view name, std::size_t offset) {
    return 0xd000U | (static_cast<std::uint8_t>(name[offset + 1]) & 0x3fU) << 6 |
           (static_cast<std::uint8_t>(name[offset + 2]) & 0x3fU);
}

void append_escaped(std::string& path, char c) {
    switch (c) {
        case '\b': path += "\\b"; return;
        case '\t': path += "\\t"; return;
        case '\n': path += "\\n"; return;
        case '\f': path += "\\f"; return;
        case '\r': path += "\\r"; return;
        case '\'': path += "\\'"; return;
        case '\\': path += "\\\\"; return;
        default: break;
    }
    if (static_cast<std::uint8_t>(c) < 0x20) {
        fmt::format_to(std::back_inserter(path), "\\u{:04x}", static_cast<unsigned>(c));
    } else {
        path += c;
    }
}

}  // namespace

bool is_plain_name(std::string_view name) {
    return !name.empty() && !ascii::is_digit(name[0]) && std::ranges::all_of(name, is_plain);
}

void append_child(std::string& path, std::string_view member_name) {
    if (is_plain_name(member_name)) {
        path += '.';
        path += member_name;
        return;
    }
    path += "['";
    for (std::size_t i = 0; i < member_name.size(); ++i) {
        if (is_surrogate(member_name, i)) {
            fmt::format_to(std::back_inserter(path), "\\u{:04x}", surrogate(member_name, i));
            i += 2;
        } else {
            append_escaped(path, member_name[i]);
        }
    }
    path += "']";
}

void append_child(std::string& path, std::size_t index) {
    path += '[';
    const fmt::format_int digits{index};
    path.append(digits.data(), digits.size());
    path += ']';
}

std::string child(std::string_view path, std::string_view member_name) {
    std::string result{path};
    append_child(result, member_name);
    return result;
}

std::string child(std::string_view path, std::size_t index) {
    std::string result{path};
    append_child(result, index);
    return result;
}

std::string any_child(std::string_view path) { return std::string{path} + "[*]"; }

}  // namespace shadowdiff::json
