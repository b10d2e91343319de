// SPDX-License-Identifier: Apache-2.0
// A JSON text (RFC 8259) as a flat tape of nodes over the text itself: nothing is converted, so
// numbers keep every digit and duplicate keys stay.
#pragma once

#include "base/bytes.hpp"

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::json {

enum class Type : std::uint8_t { null, boolean, number, string, array, object };

/// Nodes stand in text order: a container is followed by its children, each whole. In an object,
/// children alternate: key (a string node), value.
struct Node {
    Type type = Type::null;
    bool has_escapes = false;  // strings: the raw text is not the value
    std::uint32_t begin = 0;   // raw text: of a string without its quotes
    std::uint32_t length = 0;
    std::uint32_t children = 0;  // elements of an array, members of an object
    std::uint32_t next = 0;      // index of the node behind this one and all its children
};

struct ParseError {
    std::uint32_t offset = 0;   // in bytes
    std::string what;           // "a value was expected"
    bool beyond_limit = false;  // not wrong, but deeper or longer than we follow
    bool operator==(const ParseError&) const = default;
};

struct ParseLimits {
    std::size_t depth_max = 512;
    std::size_t bytes_max = 64 << 20;
};

/// The text and its tape; nodes()[0] is the root. Movable; copies copy both.
class Document {
public:
    const std::vector<Node>& nodes() const { return nodes_; }
    std::string_view text() const { return text_; }
    std::string_view raw(const Node& node) const { return text().substr(node.begin, node.length); }
    /// A string node's value: escapes undone, lone surrogates kept as WTF-8.
    std::string string_value(const Node& node) const;
    /// True when two string nodes of two documents have one value, however it is spelled.
    bool same_string(const Node& node, const Document& other, const Node& other_node) const;
    /// The node's own text, of containers with all they hold.
    std::string_view source(std::uint32_t index) const;

private:
    friend std::expected<Document, ParseError> parse(Bytes text, const ParseLimits& limits);
    Bytes text_;
    std::vector<Node> nodes_;
};

/// Strict RFC 8259; a byte order mark, text behind the value, and too great a depth are errors.
std::expected<Document, ParseError> parse(Bytes text, const ParseLimits& limits = {});

std::string_view name(Type type);

}  // namespace shadowdiff::json
