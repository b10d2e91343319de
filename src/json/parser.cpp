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

Parser::Parser() : arrangements_{std::make_unique<Arrangements>()}, reading_{first_reading()} {}

ParseResult Parser::parse(Bytes text, const ParseLimits& limits) {
    ParseResult result{std::in_place};
    result->own(std::move(text));
    read(result, nullptr, limits);
    return result;
}

ParseResult Parser::parse_borrowed(ByteView text, const ParseLimits& limits) {
    ParseResult result{std::in_place};
    result->text_ = text;
    read(result, nullptr, limits);
    return result;
}

ParseResult Parser::parse_borrowed(ByteView text, const Document& alike,
                                   const ParseLimits& limits) {
    ParseResult result{std::in_place};
    result->text_ = text;
    read(result, alike.nodes().empty() ? nullptr : &alike, limits);
    return result;
}

/// Of the text that is there; or what is wrong with it.
void Parser::read(ParseResult& into, const Document* alike, const ParseLimits& limits) {
    // Offsets in the tape have 32 bits.
    const auto bytes_max =
        std::min<std::size_t>(limits.bytes_max, std::numeric_limits<std::uint32_t>::max() - 1);
    auto& document = *into;
    const auto text = document.text();
    if (text.size() > bytes_max) {
        into = std::unexpected{ParseError{0, fmt::format("longer than {} bytes", bytes_max), true}};
        return;
    }
    document.reading_ = ++reading_;
    const bool is_alike = alike != nullptr && (read_with_replaced(*alike, document) ||
                                               read_as_arranged(*alike, document));
    if (is_alike) return;
    if (!read_tape(text, index_.find(text), limits.depth_max, document.nodes_)) {
        if (auto error = read_strictly(text, limits.depth_max, document.nodes_)) {
            into = std::unexpected{std::move(*error)};
        }
    }
    index_.shrink(limits.workspace_bytes_max);
}

bool Parser::read_with_replaced(const Document& alike, Document& document) {
    if (alike.is_arranged()) return false;
    if (!read_alike(document.text(), alike, document.nodes_, replaced_)) return false;
    document.alike_ = alike.reading_;
    document.replaced_.reserve(replaced_.size());
    for (const auto& replaced : replaced_) document.replaced_.push_back(replaced.index);
    constexpr std::size_t kept_max = 4'096;
    if (replaced_.capacity() > kept_max) replaced_ = {};
    return true;
}

bool Parser::read_as_arranged(const Document& alike, Document& document) {
    document.is_arranged_ =
        read_arranged(document.text(), alike, *arrangements_, document.nodes_, document.replaced_);
    if (!document.is_arranged_) {
        document.replaced_.clear();
        return false;
    }
    document.alike_ = alike.reading_;
    return true;
}

ParseResult parse(Bytes text, const ParseLimits& limits) {
    return parser_of_this_thread().parse(std::move(text), limits);
}

ParseResult parse_borrowed(ByteView text) { return parser_of_this_thread().parse_borrowed(text); }

ParseResult parse_borrowed(ByteView text, const Document& alike) {
    return parser_of_this_thread().parse_borrowed(text, alike);
}

}  // namespace shadowdiff::json
