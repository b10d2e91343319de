// SPDX-License-Identifier: Apache-2.0
#include "json/scalar_reader.hpp"

#include "base/ascii.hpp"
#include "json/number_syntax.hpp"
#include "json/strict_parser.hpp"

#include <algorithm>

namespace shadowdiff::json {

namespace {

Node scalar_node(Type type, std::size_t begin, std::size_t end) {
    return {.type = type,
            .has_escapes = false,
            .begin = static_cast<std::uint32_t>(begin),
            .length = static_cast<std::uint32_t>(end - begin),
            .next = 1};
}

/// Numbers, and strings of plain ASCII.
std::optional<Node> read_simple_scalar(ByteView text) {
    const auto end_of = [&](std::size_t from, auto is_part) {
        const auto end = std::find_if_not(text.data() + from, text.data() + text.size(), is_part);
        return static_cast<std::size_t>(end - text.data());
    };
    if (text.starts_with('"')) {
        const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
        const auto end = end_of(1, is_plain);
        if (end == text.size() || text[end] != '"') return std::nullopt;
        return scalar_node(Type::string, 1, end);
    }
    const auto is_in_number = [](char c) {
        return ascii::is_digit(c) || c == '-' || c == '.' || c == 'e' || c == 'E' || c == '+';
    };
    const auto end = end_of(0, is_in_number);
    if (!is_number(text.data(), text.data() + end)) return std::nullopt;
    return scalar_node(Type::number, 0, end);
}

}  // namespace

std::optional<Node> read_head_scalar(ByteView text) {
    auto scalar = read_simple_scalar(text);
    return scalar ? scalar : read_scalar(text);
}

}  // namespace shadowdiff::json
