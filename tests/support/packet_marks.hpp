// SPDX-License-Identifier: Apache-2.0
// The marks of a conversation's text, read: what is sent in which order, and what happens to the
// packets afterwards. packets.hpp tells what each mark does.
#pragma once

#include "tests/support/conversation.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::test {

/// One line "# verb arguments". A line that begins with # and is no mark is an error, so that no
/// mark is left out by a slip of the pen.
struct Mark {
    std::string verb;  // may be several words: "zero window probe"
    std::vector<std::string> words;

    std::size_t number(std::size_t i) const;  // must be there
    std::int64_t signed_number(std::size_t i, std::int64_t otherwise) const;
    /// The first word is "client" or "server".
    bool is_client() const;
    /// The word behind it as wire bytes, or nothing.
    Bytes bytes(std::size_t i) const;
};

/// What one side sends, or a mark that stands at its place between two turns.
struct Step {
    std::optional<Mark> mark;
    Turn turn;
};

struct ConnectionScript {
    bool is_reuse = false;  // the endpoints of the connection before it, which was not closed
    std::vector<Step> steps;
};

struct PacketScript {
    std::vector<ConnectionScript> connections;  // at least one
    std::vector<Mark> packet_marks;             // in the order of the text
};

PacketScript parse_script(std::string_view conversation);

}  // namespace shadowdiff::test
