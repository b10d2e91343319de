// SPDX-License-Identifier: Apache-2.0
#include "json/tape_reader.hpp"

#include "base/ascii.hpp"
#include "json/number_syntax.hpp"
#include "json/scalar_reader.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <limits>
#include <utility>

namespace shadowdiff::json {

namespace {

/// Bytes of the escape at `at`, or 0: RFC 8259, section 7.
std::size_t escape_length(const char* at, const char* end) {
    if (end - at < 2) return 0;
    if (at[1] != 'u') return std::strchr("\"\\/bfnrt", at[1]) != nullptr && at[1] != '\0' ? 2 : 0;
    if (end - at < 6) return 0;
    for (int i = 2; i < 6; ++i) {
        if (!ascii::is_hex_digit(at[i])) return 0;
    }
    return 6;
}

const char* find_backslash(const char* from, const char* end) {
    if (from == end) return end;
    const auto* found = std::memchr(from, '\\', static_cast<std::size_t>(end - from));
    return found != nullptr ? static_cast<const char*>(found) : end;
}

bool is_opening(char token) { return token == '{' || token == '['; }
bool is_closing(char token) { return token == '}' || token == ']'; }

/// Reads the escapes of a string up to its `end`; gives the next backslash behind it, or nothing.
[[gnu::noinline]] const char* read_escapes(const char* backslash, const char* end,
                                           const char* text_end) {
    while (backslash < end) {
        const auto length = escape_length(backslash, end);
        if (length == 0) return nullptr;
        backslash = find_backslash(backslash + length, text_end);
    }
    return backslash;
}

/// Its members stay in registers as long as every function of the loop is part of it. Nothing reads
/// past the last token, because that is a closing bracket: only closing a container goes beyond it.
class TapeReader {
public:
    TapeReader(ByteView text, std::span<const std::uint32_t> structurals, std::size_t depth_max,
               Tape& nodes)
        : text_{text.data()},
          text_end_{text.data() + text.size()},
          next_{structurals.data()},
          structurals_end_{structurals.data() + structurals.size()},
          nodes_{nodes.data()},
          depth_left_{depth_max},
          backslash_{find_backslash(text_, text_end_)} {}

    /// The number of nodes, or 0 when the text is not JSON.
    std::size_t read() {
        for (;;) {
            take();
            if (is_opening(*token_)) {
                if (!open_container()) return 0;
                if (text_[*next_] != closer_) {
                    if (closer_ == '}' && !member_name()) return 0;
                    continue;
                }
            } else if (!scalar()) {
                return 0;
            }
            for (;;) {
                take();
                if (*token_ == ',') break;
                if (*token_ != closer_) return 0;
                close_container();
                if (next_ == structurals_end_) return container_ == none ? count_ : 0;
                if (container_ == none) return 0;
                closer_ = nodes_[container_].type == Type::object ? '}' : ']';
            }
            if (closer_ == '}' && !member_name()) return 0;
        }
    }

private:
    static constexpr auto none = std::numeric_limits<std::uint32_t>::max();

    [[gnu::always_inline]] void take() { token_ = text_ + *next_++; }

    [[gnu::always_inline]] void push(Type type, const char* begin, const char* end,
                                     bool has_escapes = false) {
        auto& node = nodes_[count_];
        node = {.type = type,
                .has_escapes = has_escapes,
                .begin = static_cast<std::uint32_t>(begin - text_),
                .length = static_cast<std::uint32_t>(end - begin),
                .next = ++count_};
    }

    /// Until it is closed, it has the container around it in the place of its end.
    [[gnu::always_inline]] bool open_container() {
        if (depth_left_ == 0) return false;
        --depth_left_;
        const bool is_object = *token_ == '{';
        closer_ = is_object ? '}' : ']';
        const auto around = container_;
        container_ = count_;
        push(is_object ? Type::object : Type::array, token_, token_ + 1);
        nodes_[container_].next = around;
        return true;
    }

    [[gnu::always_inline]] void close_container() {
        ++depth_left_;
        auto& container = nodes_[container_];
        container.length = static_cast<std::uint32_t>(token_ + 1 - text_) - container.begin;
        container_ = std::exchange(container.next, count_);
    }

    [[gnu::always_inline]] bool member_name() {
        take();
        if (*token_ != '"' || !string()) return false;
        take();
        return *token_ == ':';
    }

    [[gnu::always_inline]] bool scalar() {
        switch (*token_) {
            case '"': return string();
            case 't': return word("true", Type::boolean);
            case 'f': return word("false", Type::boolean);
            case 'n': return word("null", Type::null);
            case '}':
            case ']': return false;  // may be the last token
            default: break;
        }
        const auto* end = behind_last(text_ + *next_);
        if (!is_number(token_, end)) return false;
        push(Type::number, token_, end);
        return true;
    }

    /// The index has paired the quotes, and has no token inside a string: up to the next token
    /// there is the rest of this one, and space.
    [[gnu::always_inline]] bool string() {
        const auto* end = behind_last(text_ + *next_) - 1;  // its closing quote
        if (end == token_) return false;
        assert(*end == '"');
        if (backslash_ > end) {
            push(Type::string, token_ + 1, end);
            return true;
        }
        // A backslash outside of strings is part of no token that is taken, so this one is inside.
        backslash_ = read_escapes(backslash_, end, text_end_);
        if (backslash_ == nullptr) return false;
        push(Type::string, token_ + 1, end, true);
        return true;
    }

    [[gnu::always_inline]] bool word(std::string_view word, Type type) {
        const auto* end = behind_last(text_ + *next_);
        if (std::string_view{token_, end} != word) return false;
        push(type, token_, end);
        return true;
    }

    const char* text_;
    const char* text_end_;
    const std::uint32_t* next_;
    const std::uint32_t* structurals_end_;
    Node* nodes_;
    std::uint32_t count_ = 0;
    std::uint32_t container_ = none;  // the innermost open one
    std::size_t depth_left_;
    const char* token_ = nullptr;
    const char* backslash_;  // the next one
    char closer_ = '\0';     // of the innermost open container
};

}  // namespace

bool read_tape(ByteView text, std::span<const std::uint32_t> structurals, std::size_t depth_max,
               Tape& nodes) {
    const bool is_container = structurals.size() > 1 && is_opening(text[structurals.front()]) &&
                              is_closing(text[structurals.back()]);
    if (!is_container) return false;
    // Every node takes two tokens, but for the containers that are not closed yet: a comma, a colon
    // or a closing bracket besides.
    const auto depth = std::min(depth_max, structurals.size() / 2);
    nodes.resize((structurals.size() + depth) / 2 + 1);
    const auto count = TapeReader{text, structurals, depth, nodes}.read();
    nodes.resize(count);
    return count > 0;
}

}  // namespace shadowdiff::json
