// SPDX-License-Identifier: Apache-2.0
// A JSON text (RFC 8259) as a flat tape of nodes over the text itself: nothing is converted, so
// numbers keep every digit and duplicate keys stay.
#pragma once

#include "base/bytes.hpp"
#include "json/pooled_memory.hpp"
#include "json/same_bytes.hpp"

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shadowdiff::json {

enum class Type : std::uint8_t { null, boolean, number, string, array, object };

/// A container is followed by its children, each whole. In an object, children alternate: key (a
/// string node), value. Elements stand in text order; members, too, but in a document that was
/// arranged as another one (Document::is_arranged).
struct Node {
    Type type;
    bool has_escapes;     // strings: the raw text is not the value
    std::uint32_t begin;  // raw text: of a string without its quotes
    std::uint32_t length;
    std::uint32_t next;  // index of the node behind this one and all its children
};
static_assert(sizeof(Node) == 16, "four of them fit a cache line");

using Tape = std::vector<Node, PooledAllocator<Node>>;

/// The scalars that a document has other than one that is like it, ascending. Few as a rule.
using ReplacedNodes = boost::container::small_vector<std::uint32_t, 8>;

/// The text and its tape; nodes()[0] is the root. Copies share the text.
class Document {
public:
    const Tape& nodes() const { return nodes_; }
    std::string_view text() const { return text_; }
    std::string_view raw(const Node& node) const {
        return {text().data() + node.begin, node.length};
    }
    /// A string node's value: escapes undone, lone surrogates kept as WTF-8.
    std::string string_value(const Node& node) const;
    /// True when two string nodes of two documents have one value, however it is spelled.
    bool same_string(const Node& node, const Document& other, const Node& other_node) const {
        if (same_raw(node, other, other_node)) return true;
        if (!node.has_escapes && !other_node.has_escapes) return false;
        return string_value(node) == other.string_value(other_node);
    }
    /// True when two nodes have one raw text.
    bool same_raw(const Node& node, const Document& other, const Node& other_node) const {
        return node.length == other_node.length &&
               same_bytes(text().data() + node.begin, other.text().data() + other_node.begin,
                          node.length);
    }
    /// The node's own text, of containers with all they hold.
    std::string_view source(std::uint32_t index) const;
    /// Takes over the text that was borrowed, or the same octets elsewhere.
    void own(Bytes text) {
        owned_ = std::make_shared<const Bytes>(std::move(text));
        text_ = *owned_;
    }
    /// An array without elements, an object without members.
    bool is_empty_container(std::uint32_t index) const;
    /// Nothing, or the scalars, ascending, in which alone this document differs from the other one
    /// (but for the order of members): both tapes have the same nodes at the same indices. Known of
    /// a text that was read with the other one at hand.
    std::optional<std::span<const std::uint32_t>> replaced_in(const Document& other) const {
        if (alike_ == 0 || alike_ != other.reading_) return std::nullopt;
        return std::span{replaced_.data(), replaced_.size()};
    }
    /// The members stand in the order of the document that was at hand, not of the text.
    bool is_arranged() const { return is_arranged_; }

private:
    friend class Parser;
    std::string_view text_;
    std::shared_ptr<const Bytes> owned_;  // the text, unless it is borrowed
    Tape nodes_;
    std::uint64_t reading_ = 0;  // no other text was read under this number
    std::uint64_t alike_ = 0;    // the reading of the document that was at hand
    ReplacedNodes replaced_;
    bool is_arranged_ = false;
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
    std::size_t workspace_bytes_max = 4 << 20;  // of text, for which a parser keeps memory ready
};

using ParseResult = std::expected<Document, ParseError>;

/// Strict RFC 8259; a byte order mark, text behind the value, and too great a depth are errors. By
/// a parser of this thread (parser.hpp).
ParseResult parse(Bytes text, const ParseLimits& limits = {});
/// The same of a text that outlives the document.
ParseResult parse_borrowed(ByteView text);
/// The same, where the text is likely to be another document's but for some values: what both have
/// in common is not parsed again.
ParseResult parse_borrowed(ByteView text, const Document& alike);

std::string_view name(Type type);

}  // namespace shadowdiff::json
