// SPDX-License-Identifier: Apache-2.0
#include "json/scalar_reader.hpp"

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
    const auto* const begin = text.data();
    const auto* const text_end = begin + text.size();
    if (text.starts_with('"')) {
        const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
        const auto* end = std::find_if_not(begin + 1, text_end, is_plain);
        if (end == text_end || *end != '"') return std::nullopt;
        return scalar_node(Type::string, 1, static_cast<std::size_t>(end - begin));
    }
    const auto* end = number_end(begin, text_end);
    if (end == nullptr) return std::nullopt;
    return scalar_node(Type::number, 0, static_cast<std::size_t>(end - begin));
}

}  // namespace

std::optional<Node> read_head_scalar(ByteView text) {
    auto scalar = read_simple_scalar(text);
    return scalar ? scalar : read_scalar(text);
}

}  // namespace shadowdiff::json
