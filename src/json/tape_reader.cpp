// SPDX-License-Identifier: Apache-2.0
#include "json/tape_reader.hpp"

#include "base/ascii.hpp"
#include "json/number_syntax.hpp"
#include "json/scalar_reader.hpp"

#include <algorithm>
#include <cstring>

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

/// Its members stay in registers as long as every function of the loop is part of it.
class TapeReader {
public:
    TapeReader(ByteView text, std::span<const std::uint32_t> structurals,
               std::span<std::uint32_t> open, Tape& nodes)
        : text_{text.data()},
          text_end_{text.data() + text.size()},
          next_{structurals.data()},
          structurals_end_{structurals.data() + structurals.size()},
          open_{open},
          nodes_{nodes.data()},
          nodes_max_{nodes.size()},
          backslash_{find_backslash(text_, text_end_)} {}

    /// The number of nodes, or 0 when the text is not JSON.
    std::size_t read() {
        do {
            if (!take()) return 0;
            if (*token_ == '{' || *token_ == '[') {
                if (!open_container() || next_ == structurals_end_) return 0;
                if (text_[*next_] != closer_) {
                    if (closer_ == '}' && !member_name()) return 0;
                    continue;
                }
            } else if (!scalar()) {
                return 0;
            }
            if (!end_values()) return 0;
        } while (depth_ > 0);
        return next_ == structurals_end_ ? count_ : 0;
    }

private:
    /// Goes on to the next token.
    [[gnu::always_inline]] bool take() {
        if (next_ == structurals_end_) return false;
        token_ = text_ + *next_++;
        return true;
    }

    /// Behind the last byte of the scalar that begins at token_.
    [[gnu::always_inline]] const char* scalar_end() const {
        const auto* end = next_ == structurals_end_ ? text_end_ : text_ + *next_;
        while (is_space(end[-1])) --end;
        return end;
    }

    [[gnu::always_inline]] bool push(Type type, const char* begin, const char* end,
                                     bool has_escapes = false) {
        if (count_ == nodes_max_) return false;
        nodes_[count_] = {.type = type,
                          .has_escapes = has_escapes,
                          .begin = static_cast<std::uint32_t>(begin - text_),
                          .length = static_cast<std::uint32_t>(end - begin),
                          .next = static_cast<std::uint32_t>(count_ + 1)};
        ++count_;
        return true;
    }

    [[gnu::always_inline]] bool open_container() {
        if (depth_ == open_.size()) return false;
        open_[depth_++] = static_cast<std::uint32_t>(count_);
        const bool is_object = *token_ == '{';
        closer_ = is_object ? '}' : ']';
        return push(is_object ? Type::object : Type::array, token_, token_ + 1);
    }

    [[gnu::always_inline]] void close_container() {
        auto& container = nodes_[open_[--depth_]];
        container.length = static_cast<std::uint32_t>(token_ + 1 - text_) - container.begin;
        container.next = static_cast<std::uint32_t>(count_);
        if (depth_ > 0) closer_ = nodes_[open_[depth_ - 1]].type == Type::object ? '}' : ']';
    }

    /// Behind a value: closes the containers that end here, up to the comma before the next child.
    [[gnu::always_inline]] bool end_values() {
        while (depth_ > 0) {
            if (!take()) return false;
            if (*token_ == ',') return closer_ == ']' || member_name();
            if (*token_ != closer_) return false;
            close_container();
        }
        return true;
    }

    [[gnu::always_inline]] bool member_name() {
        return take() && *token_ == '"' && string() && take() && *token_ == ':';
    }

    [[gnu::always_inline]] bool scalar() {
        switch (*token_) {
            case '"': return string();
            case 't': return word("true", Type::boolean);
            case 'f': return word("false", Type::boolean);
            case 'n': return word("null", Type::null);
            default: break;
        }
        const auto* end = scalar_end();
        return is_number(token_, end) && push(Type::number, token_, end);
    }

    [[gnu::always_inline]] bool string() {
        const auto* end = scalar_end() - 1;  // its closing quote
        if (end == token_ || *end != '"') return false;
        if (backslash_ > end) return push(Type::string, token_ + 1, end);
        // A backslash outside of strings is part of no token that is taken, so this one is inside.
        backslash_ = read_escapes(backslash_, end, text_end_);
        return backslash_ != nullptr && push(Type::string, token_ + 1, end, true);
    }

    [[gnu::always_inline]] bool word(std::string_view word, Type type) {
        const auto* end = scalar_end();
        return std::string_view{token_, end} == word && push(type, token_, end);
    }

    const char* text_;
    const char* text_end_;
    const std::uint32_t* next_;
    const std::uint32_t* structurals_end_;
    std::span<std::uint32_t> open_;  // the containers around token_
    std::size_t depth_ = 0;
    Node* nodes_;
    std::size_t nodes_max_;
    std::size_t count_ = 0;
    const char* token_ = nullptr;
    const char* backslash_;  // the next one
    char closer_ = '\0';     // of the innermost open container
};

}  // namespace

bool read_tape(ByteView text, std::span<const std::uint32_t> structurals, std::size_t depth_max,
               std::vector<std::uint32_t>& open, Tape& nodes) {
    // Every node but the first takes a comma, a colon or a closing bracket besides; every container
    // two brackets.
    nodes.resize(structurals.size() / 2 + 1);
    const auto depth = std::min(depth_max, structurals.size() / 2);
    if (open.size() < depth) open.resize(depth);
    const auto count = TapeReader{text, structurals, std::span{open}.first(depth), nodes}.read();
    nodes.resize(count);
    return count > 0;
}

}  // namespace shadowdiff::json
