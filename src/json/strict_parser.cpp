// SPDX-License-Identifier: Apache-2.0
// A loop over the text with a stack of open containers, so that depth costs no stack.
#include "json/strict_parser.hpp"

#include "base/ascii.hpp"
#include "json/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shadowdiff::json {

namespace {

using ascii::is_digit;

class StrictParser {
public:
    StrictParser(std::string_view text, std::size_t depth_max, Tape& nodes)
        : text_{text}, depth_max_{depth_max}, nodes_{nodes} {}

    bool document();
    bool scalar();
    const ParseError& error() const { return error_; }

private:
    enum class Begun { failed, complete, opened };

    Begun begin_value();
    Begun open_container(Type type);
    bool end_values();
    void close_container();
    bool member_name();
    bool string();
    bool escape();
    bool number();
    bool digits();
    bool word(std::string_view word, Type type);
    void skip_space();
    void push(Type type, std::size_t begin, std::size_t end);
    bool fail(std::string what, bool beyond_limit = false);
    char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }

    std::string_view text_;
    std::size_t depth_max_;
    Tape& nodes_;
    std::vector<std::uint32_t> open_;  // indices of the containers around position_
    std::size_t position_ = 0;
    ParseError error_;
};

bool StrictParser::document() {
    do {
        if (!open_.empty() && nodes_[open_.back()].type == Type::object && !member_name()) {
            return false;
        }
        const auto begun = begin_value();
        if (begun == Begun::failed) return false;
        if (begun == Begun::complete && !end_values()) return false;
    } while (!open_.empty());
    skip_space();
    return position_ == text_.size() || fail("text behind the value");
}

StrictParser::Begun StrictParser::begin_value() {
    skip_space();
    const char first = peek();
    if (first == '{') return open_container(Type::object);
    if (first == '[') return open_container(Type::array);
    return scalar() ? Begun::complete : Begun::failed;
}

bool StrictParser::scalar() {
    const char first = peek();
    if (first == '"') return string();
    if (first == '-' || is_digit(first)) return number();
    if (first == 't') return word("true", Type::boolean);
    if (first == 'f') return word("false", Type::boolean);
    return word("null", Type::null);
}

StrictParser::Begun StrictParser::open_container(Type type) {
    if (open_.size() >= depth_max_) {
        fail(fmt::format("nested deeper than {}", depth_max_), true);
        return Begun::failed;
    }
    open_.push_back(static_cast<std::uint32_t>(nodes_.size()));
    push(type, position_, position_ + 1);
    ++position_;
    skip_space();
    if (peek() != (type == Type::object ? '}' : ']')) return Begun::opened;
    close_container();
    return Begun::complete;
}

/// Behind a value: closes the containers that end here, up to the comma before the next child.
bool StrictParser::end_values() {
    while (!open_.empty()) {
        skip_space();
        const bool in_object = nodes_[open_.back()].type == Type::object;
        const char next = peek();
        if (next == ',') {
            ++position_;
            return true;
        }
        if (next != (in_object ? '}' : ']')) {
            return fail(in_object ? "a comma or } was expected" : "a comma or ] was expected");
        }
        close_container();
    }
    return true;
}

void StrictParser::close_container() {
    ++position_;
    auto& container = nodes_[open_.back()];
    container.length = static_cast<std::uint32_t>(position_) - container.begin;
    container.next = static_cast<std::uint32_t>(nodes_.size());
    open_.pop_back();
}

bool StrictParser::member_name() {
    skip_space();
    if (peek() != '"') return fail("a member name was expected");
    if (!string()) return false;
    skip_space();
    if (peek() != ':') return fail("a colon was expected");
    ++position_;
    return true;
}

bool StrictParser::string() {
    const auto begin = ++position_;
    bool has_escapes = false;
    for (;;) {
        if (position_ >= text_.size()) return fail("the string does not end");
        const auto byte = static_cast<unsigned char>(text_[position_]);
        if (byte == '"') break;
        if (byte < 0x20) return fail("a control character in a string");
        if (byte == '\\') {
            has_escapes = true;
            if (!escape()) return false;
            continue;
        }
        const auto length = utf8_length(text_, position_);
        if (length == 0) return fail("invalid UTF-8");
        position_ += length;
    }
    push(Type::string, begin, position_);
    nodes_.back().has_escapes = has_escapes;
    ++position_;
    return true;
}

bool StrictParser::escape() {
    const auto letter = text_.substr(position_ + 1, 1);
    if (letter == "u") {
        const auto hex = text_.substr(position_ + 2, 4);
        if (hex.size() < 4 || !std::ranges::all_of(hex, ascii::is_hex_digit))
            return fail("a broken \\u escape");
        position_ += 6;
        return true;
    }
    if (letter.empty() || std::string_view{"\"\\/bfnrt"}.find(letter) == std::string_view::npos) {
        return fail("an unknown escape");
    }
    position_ += 2;
    return true;
}

/// RFC 8259, section 6: no leading zeros, no plus sign, digits on both sides of the point.
bool StrictParser::number() {
    const auto begin = position_;
    if (peek() == '-') ++position_;
    if (peek() == '0' && position_ + 1 < text_.size() && is_digit(text_[position_ + 1])) {
        return fail("a number begins with 0");
    }
    if (!digits()) return false;
    if (peek() == '.') {
        ++position_;
        if (!digits()) return false;
    }
    if (peek() == 'e' || peek() == 'E') {
        ++position_;
        if (peek() == '+' || peek() == '-') ++position_;
        if (!digits()) return false;
    }
    push(Type::number, begin, position_);
    return true;
}

bool StrictParser::digits() {
    if (!is_digit(peek())) return fail("a digit was expected");
    while (is_digit(peek())) ++position_;
    return true;
}

bool StrictParser::word(std::string_view word, Type type) {
    if (!text_.substr(position_).starts_with(word)) return fail("a value was expected");
    push(type, position_, position_ + word.size());
    position_ += word.size();
    return true;
}

void StrictParser::skip_space() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\r' || peek() == '\t') ++position_;
}

void StrictParser::push(Type type, std::size_t begin, std::size_t end) {
    nodes_.push_back({.type = type,
                      .has_escapes = false,
                      .begin = static_cast<std::uint32_t>(begin),
                      .length = static_cast<std::uint32_t>(end - begin),
                      .next = static_cast<std::uint32_t>(nodes_.size() + 1)});
}

bool StrictParser::fail(std::string what, bool beyond_limit) {
    error_ = {static_cast<std::uint32_t>(position_), std::move(what), beyond_limit};
    return false;
}

}  // namespace

std::optional<ParseError> read_strictly(ByteView text, std::size_t depth_max, Tape& nodes) {
    nodes.clear();
    StrictParser parser{text, depth_max, nodes};
    if (parser.document()) return std::nullopt;
    return parser.error();
}

std::optional<Node> read_scalar(ByteView text) {
    Tape nodes;
    StrictParser parser{text, 0, nodes};
    if (!parser.scalar()) return std::nullopt;
    return nodes.front();
}

}  // namespace shadowdiff::json
