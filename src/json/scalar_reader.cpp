// SPDX-License-Identifier: Apache-2.0
#include "json/scalar_reader.hpp"

#include "json/number_syntax.hpp"
#include "json/strict_parser.hpp"

#include <algorithm>

namespace shadowdiff::json {

namespace {

/// Behind the quote that closes a string of plain ASCII; null where it is another string.
const char* plain_string_end(const char* begin, const char* text_end) {
    const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
    const auto* end = std::find_if_not(begin + 1, text_end, is_plain);
    return end != text_end && *end == '"' ? end + 1 : nullptr;
}

}  // namespace

bool read_scalar_at(std::size_t begin, ByteView text, Node& into) {
    const auto* const text_end = text.data() + text.size();
    const auto* const at = text.data() + begin;
    const bool is_string = at != text_end && *at == '"';
    const auto* end = is_string ? plain_string_end(at, text_end) : number_end(at, text_end);
    if (end != nullptr) {
        const std::size_t quote = is_string ? 1 : 0;
        into.type = is_string ? Type::string : Type::number;
        into.has_escapes = false;
        into.begin = static_cast<std::uint32_t>(begin + quote);
        into.length = static_cast<std::uint32_t>(static_cast<std::size_t>(end - at) - 2 * quote);
        return true;
    }
    const auto scalar = read_scalar(text.substr(begin));
    if (!scalar) return false;
    into = *scalar;
    into.begin += static_cast<std::uint32_t>(begin);
    return true;
}

}  // namespace shadowdiff::json
