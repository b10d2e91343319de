// SPDX-License-Identifier: Apache-2.0
#include "tests/support/conversation.hpp"

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

// The bytes that one line puts on the wire.
Bytes wire_bytes(std::string_view line) {
    Bytes bytes;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != '\\') {
            bytes += line[i];
            continue;
        }
        if (++i == line.size()) return bytes;
        switch (line[i]) {
            case 'r': bytes += '\r'; break;
            case 'n': bytes += '\n'; break;
            case 't': bytes += '\t'; break;
            case '0': bytes += '\0'; break;
            case '\\': bytes += '\\'; break;
            case 'x':
                bytes += hex_byte(line.substr(i + 1, 2));
                i += 2;
                break;
            default: throw std::invalid_argument{"conversation: unknown escape"};
        }
    }
    return bytes + "\r\n";
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
