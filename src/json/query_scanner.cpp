// SPDX-License-Identifier: Apache-2.0
#include "json/query_scanner.hpp"

#include "base/ascii.hpp"
#include "json/utf8.hpp"

#include <fmt/format.h>

#include <charconv>

namespace shadowdiff::json {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

void QueryScanner::fail(std::string what) {
    if (!error_) error_ = {position_, std::move(what)};
    position_ = text_.size();  // so that every loop ends
}

bool QueryScanner::takes(std::string_view word) {
    if (!sees(word)) return false;
    position_ += word.size();
    return true;
}

void QueryScanner::expect(std::string_view word) {
    if (!takes(word)) fail(fmt::format("{} was expected", word));
}

void QueryScanner::skip_blanks() {
    while (!at_end() && is_blank(peek())) ++position_;
}

bool QueryScanner::takes_after_blanks(std::string_view word) {
    const auto begin = position_;
    skip_blanks();
    if (takes(word)) return true;
    position_ = begin;
    return false;
}

std::size_t QueryScanner::name_character_length(std::size_t offset, bool is_first) const {
    if (offset >= text_.size()) return 0;
    const char c = text_[offset];
    if (ascii::is_letter(c) || c == '_' || (!is_first && ascii::is_digit(c))) return 1;
    const auto length = utf8_length(text_, offset);
    return length > 1 ? length : 0;
}

bool QueryScanner::sees_short_name() const { return name_character_length(position_, true) > 0; }

std::string QueryScanner::short_name() {
    const auto begin = position_;
    while (const auto length = name_character_length(position_, position_ == begin)) {
        position_ += length;
    }
    if (position_ == begin) fail("a name, * or [ was expected");
    return std::string{text_.substr(begin, position_ - begin)};
}

std::string QueryScanner::quoted() {
    const char quote = peek();
    ++position_;
    std::string text;
    while (!is_failed()) {
        if (at_end()) {
            fail("the text does not end");
            break;
        }
        const char c = peek();
        if (c == quote) {
            ++position_;
            break;
        }
        const auto length = utf8_length(text_, position_);
        if (c == '\\') {
            escape(text, quote);
        } else if (length == 0 || static_cast<unsigned char>(c) < 0x20) {
            fail("a control character or invalid UTF-8 in a text");
        } else {
            text += text_.substr(position_, length);
            position_ += length;
        }
    }
    return text;
}

void QueryScanner::escape(std::string& text, char quote) {
    static constexpr std::string_view letters = "bfnrt/\\";
    static constexpr std::string_view values = "\b\f\n\r\t/\\";
    ++position_;
    const char letter = peek();
    const auto simple = letters.find(letter);
    if (letter == quote) {
        text += quote;
        ++position_;
    } else if (letter != '\0' && simple != std::string_view::npos) {
        text += values[simple];
        ++position_;
    } else if (letter == 'u') {
        ++position_;
        auto unit = code_unit();
        if (!unit) return;
        if (*unit >= 0xd800 && *unit <= 0xdbff && takes("\\u")) {
            const auto low = code_unit();
            if (!low) return;
            if (*low < 0xdc00 || *low > 0xdfff) return fail("a low surrogate was expected");
            unit = 0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00);
        }
        if (*unit >= 0xd800 && *unit <= 0xdfff) return fail("a lone surrogate");
        append_utf8(text, *unit);
    } else {
        fail("an unknown escape");
    }
}

std::optional<char32_t> QueryScanner::code_unit() {
    const auto digits = text_.substr(position_, 4);
    std::uint32_t unit = 0;
    const auto* end = digits.data() + digits.size();
    const auto [parsed, error] = std::from_chars(digits.data(), end, unit, 16);
    if (digits.size() < 4 || error != std::errc{} || parsed != end) {
        fail("four hexadecimal digits were expected");
        return std::nullopt;
    }
    position_ += 4;
    return static_cast<char32_t>(unit);
}

bool QueryScanner::sees_integer() const { return peek() == '-' || ascii::is_digit(peek()); }

void QueryScanner::digits() {
    if (!ascii::is_digit(peek())) return fail("a digit was expected");
    while (ascii::is_digit(peek())) ++position_;
}

std::int64_t QueryScanner::integer() {
    constexpr std::int64_t exact_max = 9'007'199'254'740'991;  // 2^53 - 1 (RFC 9535, section 2.1)
    const auto begin = position_;
    takes("-");
    digits();
    if (is_failed()) return 0;
    const auto text = text_.substr(begin, position_ - begin);
    const bool has_leading_zero = text.size() > 1 && text.starts_with('0');
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (has_leading_zero || text.starts_with("-0") || error != std::errc{} || value > exact_max ||
        value < -exact_max) {
        fail(fmt::format("{} is no index", text));
    }
    return value;
}

std::string_view QueryScanner::number() {
    const auto begin = position_;
    takes("-");
    if (peek() == '0' && position_ + 1 < text_.size() && ascii::is_digit(text_[position_ + 1])) {
        fail("a number begins with 0");
    }
    digits();
    if (takes(".")) digits();
    if (takes("e") || takes("E")) {
        if (!takes("+")) takes("-");
        digits();
    }
    return is_failed() ? std::string_view{} : text_.substr(begin, position_ - begin);
}

std::string_view QueryScanner::function_name() {
    const auto begin = position_;
    while (ascii::is_lower(peek()) ||
           (position_ > begin && (ascii::is_digit(peek()) || peek() == '_'))) {
        ++position_;
    }
    return text_.substr(begin, position_ - begin);
}

}  // namespace shadowdiff::json
