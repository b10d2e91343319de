// SPDX-License-Identifier: Apache-2.0
#include "json/parser.hpp"

#include "json/alike.hpp"
#include "json/strict_parser.hpp"
#include "json/tape_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace shadowdiff::json {

namespace {

Parser& parser_of_this_thread() {
    thread_local Parser parser;
    return parser;
}

}  // namespace

ParseResult Parser::parse(Bytes text, const ParseLimits& limits) {
    Document document;
    document.text_ = std::move(text);
    return finish(std::move(document), limits);
}

ParseResult Parser::parse_borrowed(ByteView text, const ParseLimits& limits) {
    Document document;
    document.borrowed_ = text;
    return finish(std::move(document), limits);
}

ParseResult Parser::parse_borrowed(ByteView text, const Document& alike,
                                   const ParseLimits& limits) {
    Document document;
    document.borrowed_ = text;
    if (text.size() <= limits.bytes_max && read_alike(text, alike, document.nodes_))
        return document;
    return finish(std::move(document), limits);
}

ParseResult Parser::finish(Document document, const ParseLimits& limits) {
    // Offsets in the tape have 32 bits.
    const auto bytes_max =
        std::min<std::size_t>(limits.bytes_max, std::numeric_limits<std::uint32_t>::max() - 1);
    const auto text = document.text();
    if (text.size() > bytes_max) {
        return std::unexpected{ParseError{0, fmt::format("longer than {} bytes", bytes_max), true}};
    }
    if (!read_tape(text, index_.find(text), limits.depth_max, open_, document.nodes_)) {
        auto error = read_strictly(text, limits.depth_max, document.nodes_);
        if (error) return std::unexpected{std::move(*error)};
    }
    index_.shrink(limits.workspace_bytes_max);
    return document;
}

ParseResult parse(Bytes text, const ParseLimits& limits) {
    return parser_of_this_thread().parse(std::move(text), limits);
}

ParseResult parse_borrowed(ByteView text) { return parser_of_this_thread().parse_borrowed(text); }

ParseResult parse_borrowed(ByteView text, const Document& alike) {
    return parser_of_this_thread().parse_borrowed(text, alike);
}

}  // namespace shadowdiff::json
