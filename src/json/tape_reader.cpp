// SPDX-License-Identifier: Apache-2.0
#include "json/tape_reader.hpp"

#include "base/ascii.hpp"

#include <cstring>

namespace shadowdiff::json {

namespace {

bool is_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

const char* skip_digits(const char* at, const char* end) {
    while (at != end && ascii::is_digit(*at)) ++at;
    return at;
}

/// RFC 8259, section 6.
bool is_number(const char* at, const char* end) {
    if (at != end && *at == '-') ++at;
    const auto* whole_end = skip_digits(at, end);
    if (whole_end == at || (*at == '0' && whole_end != at + 1)) return false;
    at = whole_end;
    if (at != end && *at == '.') {
        const auto* fraction_end = skip_digits(at + 1, end);
        if (fraction_end == at + 1) return false;
        at = fraction_end;
    }
    if (at != end && (*at == 'e' || *at == 'E')) {
        ++at;
        if (at != end && (*at == '+' || *at == '-')) ++at;
        const auto* exponent_end = skip_digits(at, end);
        return exponent_end != at && exponent_end == end;
    }
    return at == end;
}

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

class TapeReader {
public:
    TapeReader(ByteView text, std::span<const std::uint32_t> structurals, std::size_t depth_max,
               std::vector<std::uint32_t>& open, Tape& nodes)
        : text_{text.data()},
          text_end_{text.data() + text.size()},
          next_{structurals.data()},
          structurals_end_{structurals.data() + structurals.size()},
          depth_max_{depth_max},
          open_{open},
          nodes_{nodes.data()},
          nodes_max_{nodes.size()},
          backslash_{find_backslash(text_)} {
        open_.clear();
    }

    bool read();
    std::size_t nodes_read() const { return count_; }

private:
    const char* find_backslash(const char* from) const {
        const auto* found =
            from == text_end_
                ? nullptr
                : static_cast<const char*>(std::memchr(from, '\\', std::size_t(text_end_ - from)));
        return found != nullptr ? found : text_end_;
    }

    /// Goes on to the next token.
    bool take() {
        if (next_ == structurals_end_) return false;
        token_ = text_ + *next_++;
        return true;
    }
    /// Behind the last byte of the scalar that begins at token_.
    const char* scalar_end() const {
        const auto* end = next_ == structurals_end_ ? text_end_ : text_ + *next_;
        while (is_space(end[-1])) --end;
        return end;
    }

    bool push(Type type, const char* begin, const char* end) {
        if (count_ == nodes_max_) return false;
        nodes_[count_] = {.type = type,
                          .has_escapes = false,
                          .begin = static_cast<std::uint32_t>(begin - text_),
                          .length = static_cast<std::uint32_t>(end - begin),
                          .next = static_cast<std::uint32_t>(count_ + 1)};
        ++count_;
        return true;
    }

    bool open_container(Type type);
    void close_container();
    bool end_values();
    bool member_name();
    bool scalar();
    bool string();
    bool escapes(const char* end);
    bool word(std::string_view word, Type type);
    bool number();

    const char* text_;
    const char* text_end_;
    const std::uint32_t* next_;
    const std::uint32_t* structurals_end_;
    std::size_t depth_max_;
    std::vector<std::uint32_t>& open_;  // the containers around token_
    Node* nodes_;
    std::size_t nodes_max_;
    std::size_t count_ = 0;
    const char* token_ = nullptr;
    const char* backslash_;  // the next one
    char closer_ = '\0';     // of the innermost open container
};

bool TapeReader::read() {
    do {
        if (!take()) return false;
        if (*token_ == '{' || *token_ == '[') {
            if (!open_container(*token_ == '{' ? Type::object : Type::array)) return false;
            if (next_ == structurals_end_) return false;
            if (text_[*next_] != closer_) {
                if (closer_ == '}' && !member_name()) return false;
                continue;
            }
        } else if (!scalar()) {
            return false;
        }
        if (!end_values()) return false;
    } while (!open_.empty());
    return next_ == structurals_end_;
}

bool TapeReader::open_container(Type type) {
    if (open_.size() >= depth_max_) return false;
    open_.push_back(static_cast<std::uint32_t>(count_));
    closer_ = type == Type::object ? '}' : ']';
    return push(type, token_, token_ + 1);
}

void TapeReader::close_container() {
    auto& container = nodes_[open_.back()];
    container.length = static_cast<std::uint32_t>(token_ + 1 - text_) - container.begin;
    container.next = static_cast<std::uint32_t>(count_);
    open_.pop_back();
    if (!open_.empty()) closer_ = nodes_[open_.back()].type == Type::object ? '}' : ']';
}

/// Behind a value: closes the containers that end here, up to the comma before the next child.
bool TapeReader::end_values() {
    while (!open_.empty()) {
        if (!take()) return false;
        if (*token_ == ',') return closer_ == ']' || member_name();
        if (*token_ != closer_) return false;
        close_container();
    }
    return true;
}

bool TapeReader::member_name() {
    return take() && *token_ == '"' && string() && take() && *token_ == ':';
}

bool TapeReader::scalar() {
    switch (*token_) {
        case '"': return string();
        case 't': return word("true", Type::boolean);
        case 'f': return word("false", Type::boolean);
        case 'n': return word("null", Type::null);
        default: return number();
    }
}

bool TapeReader::string() {
    const auto* end = scalar_end() - 1;  // its closing quote
    if (end == token_ || *end != '"' || !push(Type::string, token_ + 1, end)) return false;
    return backslash_ > end || escapes(end);
}

bool TapeReader::escapes(const char* end) {
    // A backslash outside of strings is part of no token that is taken.
    nodes_[count_ - 1].has_escapes = true;
    while (backslash_ < end) {
        const auto length = escape_length(backslash_, end);
        if (length == 0) return false;
        backslash_ = find_backslash(backslash_ + length);
    }
    return true;
}

bool TapeReader::word(std::string_view word, Type type) {
    const auto* end = scalar_end();
    return std::string_view{token_, end} == word && push(type, token_, end);
}

bool TapeReader::number() {
    const auto* end = scalar_end();
    return is_number(token_, end) && push(Type::number, token_, end);
}

}  // namespace

bool read_tape(ByteView text, std::span<const std::uint32_t> structurals, std::size_t depth_max,
               std::vector<std::uint32_t>& open, Tape& nodes) {
    // Every node but the first takes a comma, a colon or a closing bracket besides.
    nodes.resize(structurals.size() / 2 + 1);
    TapeReader reader{text, structurals, depth_max, open, nodes};
    if (!reader.read()) return false;
    nodes.resize(reader.nodes_read());
    return true;
}

}  // namespace shadowdiff::json
