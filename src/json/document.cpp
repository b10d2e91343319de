// SPDX-License-Identifier: Apache-2.0
#include "json/document.hpp"

#include "json/utf8.hpp"

namespace shadowdiff::json {

namespace {

/// The four hexadecimal digits behind "\u"; the parser has seen that they are there.
char32_t code_unit(std::string_view digits) {
    char32_t value = 0;
    for (const char digit : digits.substr(0, 4)) {
        const auto letter = static_cast<char32_t>(digit | 0x20);
        value = value * 16 + (letter >= U'a' ? letter - U'a' + 10 : letter - U'0');
    }
    return value;
}

bool is_high_surrogate(char32_t unit) { return unit >= 0xd800 && unit <= 0xdbff; }
bool is_low_surrogate(char32_t unit) { return unit >= 0xdc00 && unit <= 0xdfff; }

/// Appends what the \u escape at the head of `rest` stands for; gives the bytes it took.
std::size_t append_unicode_escape(std::string& out, std::string_view rest) {
    const auto unit = code_unit(rest.substr(2));
    if (is_high_surrogate(unit) && rest.substr(6, 2) == "\\u") {
        const auto low = code_unit(rest.substr(8));
        if (is_low_surrogate(low)) {
            append_utf8(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            return 12;
        }
    }
    append_utf8(out, unit);
    return 6;
}

char simple_escape(char letter) {
    switch (letter) {
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: return letter;  // quote, backslash and slash stand for themselves
    }
}

}  // namespace

std::string Document::string_value(const Node& node) const {
    auto rest = raw(node);
    if (!node.has_escapes) return std::string{rest};
    std::string value;
    value.reserve(rest.size());
    while (!rest.empty()) {
        const auto plain = rest.substr(0, rest.find('\\'));
        value += plain;
        rest.remove_prefix(plain.size());
        if (rest.empty()) break;
        if (rest[1] == 'u') {
            rest.remove_prefix(append_unicode_escape(value, rest));
        } else {
            value += simple_escape(rest[1]);
            rest.remove_prefix(2);
        }
    }
    return value;
}

std::string_view Document::source(std::uint32_t index) const {
    const auto& node = nodes_[index];
    if (node.type != Type::string) return raw(node);
    return text().substr(node.begin - 1, std::size_t{node.length} + 2);
}

bool Document::is_empty_container(std::uint32_t index) const {
    const auto& node = nodes_[index];
    const bool is_container = node.type == Type::array || node.type == Type::object;
    return is_container && node.next == index + 1;
}

std::string_view name(Type type) {
    switch (type) {
        case Type::null: return "null";
        case Type::boolean: return "boolean";
        case Type::number: return "number";
        case Type::string: return "string";
        case Type::array: return "array";
        case Type::object: return "object";
    }
    return "";
}

}  // namespace shadowdiff::json
