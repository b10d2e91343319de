// SPDX-License-Identifier: Apache-2.0
#include "json/parser.hpp"

#include "json/strict_parser.hpp"
#include "json/tape_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <limits>

namespace shadowdiff::json {

namespace {

Parser& parser_of_this_thread() {
    thread_local Parser parser;
    return parser;
}

/// Each parser has numbers of its own for what it reads.
std::uint64_t first_reading() {
    constexpr unsigned bits_of_one_parser = 40;
    static std::atomic<std::uint64_t> parsers{0};
    return parsers.fetch_add(1, std::memory_order_relaxed) << bits_of_one_parser;
}

}  // namespace

Parser::Parser() : reading_{first_reading()} {}

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
    const bool is_alike =
        text.size() <= limits.bytes_max && read_alike(text, alike, document.nodes_, replaced_);
    if (!is_alike) return finish(std::move(document), limits);
    document.reading_ = ++reading_;
    document.alike_ = alike.reading_;
    document.replaced_.reserve(replaced_.size());
    for (const auto& replaced : replaced_) document.replaced_.push_back(replaced.index);
    constexpr std::size_t kept_max = 4'096;
    if (replaced_.capacity() > kept_max) replaced_ = {};
    return document;
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
    document.reading_ = ++reading_;
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
