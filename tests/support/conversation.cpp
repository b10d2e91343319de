// SPDX-License-Identifier: Apache-2.0
#include "tests/support/conversation.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace shadowdiff::test {
namespace {

char hex_byte(std::string_view digits) {
    std::uint8_t value = 0;
    const auto end = digits.data() + digits.size();
    if (digits.size() != 2 || std::from_chars(digits.data(), end, value, 16).ptr != end) {
        throw std::invalid_argument{"conversation: \\x needs two hexadecimal digits"};
    }
    return static_cast<char>(value);
}

Bytes unescape(std::string_view text, std::size_t ordinal);

// "[3 text]" at the front of `text`: the text three times.
Bytes repeated(std::string_view text, std::size_t& taken) {
    const auto close = text.find(']');
    std::size_t count = 0;
    const auto* end = text.data() + std::min(close, text.size());
    const auto [digits_end, error] = std::from_chars(text.data() + 1, end, count);
    if (close == std::string_view::npos || error != std::errc{} || *digits_end != ' ') {
        throw std::invalid_argument{"conversation: \\[ needs a number, a space, text and ]"};
    }
    const std::string_view inner{digits_end + 1, end};
    taken = close + 1;
    Bytes bytes;
    for (std::size_t i = 1; i <= count; ++i) bytes += unescape(inner, i);
    return bytes;
}

std::string three_digits(std::size_t number) {
    const auto digits = std::to_string(1'000 + number);
    return digits.substr(digits.size() - 3);
}

// `ordinal`: of the repetition that the text is in.
Bytes unescape(std::string_view text, std::size_t ordinal) {
    Bytes bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            bytes += text[i];
            continue;
        }
        switch (text.substr(++i, 1).empty() ? '\0' : text[i]) {
            case 'r': bytes += '\r'; break;
            case 'n': bytes += '\n'; break;
            case 't': bytes += '\t'; break;
            case '0': bytes += '\0'; break;
            case '\\': bytes += '\\'; break;
            case '#': bytes += three_digits(ordinal); break;
            case 'x':
                bytes += hex_byte(text.substr(i + 1, 2));
                i += 2;
                break;
            case '[': {
                std::size_t taken = 0;
                bytes += repeated(text.substr(i), taken);
                i += taken - 1;
                break;
            }
            default: throw std::invalid_argument{"conversation: unknown escape"};
        }
    }
    return bytes;
}

// The bytes that one line puts on the wire.
Bytes wire_bytes(std::string_view line) {
    const auto first_of_tail = line.find_last_not_of('\\') + 1;
    const bool goes_on = (line.size() - first_of_tail) % 2 == 1;
    if (goes_on) line.remove_suffix(1);
    return unescape(line, 0) + (goes_on ? "" : "\r\n");
}

}  // namespace

std::vector<Turn> parse_conversation(std::string_view text) {
    std::vector<Turn> turns;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() == text.size() ? line.size() : line.size() + 1);
        const bool from_client = line.starts_with(">>>");
        if (!from_client && !line.starts_with("<<<")) continue;
        line.remove_prefix(line.starts_with(">>> ") || line.starts_with("<<< ") ? 4 : 3);
        if (turns.empty() || turns.back().from_client != from_client) {
            turns.push_back({from_client, {}});
        }
        turns.back().bytes += wire_bytes(line);
    }
    return turns;
}

Bytes bytes_of(const std::vector<Turn>& turns, bool from_client) {
    Bytes bytes;
    for (const auto& turn : turns) {
        if (turn.from_client == from_client) bytes += turn.bytes;
    }
    return bytes;
}

}  // namespace shadowdiff::test
