// SPDX-License-Identifier: Apache-2.0
// The words of a JSONPath query: names, texts, integers, and the blanks between them.
#pragma once

#include "json/query.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::json {

/// A place in a query's text. The first error stays; after it every question is answered by "no".
class QueryScanner {
public:
    explicit QueryScanner(std::string_view text) : text_{text} {}

    bool at_end() const { return position_ == text_.size(); }
    bool is_failed() const { return error_.has_value(); }
    std::size_t position() const { return position_; }
    void go_back_to(std::size_t position) { position_ = position; }
    const QueryError& error() const { return *error_; }
    void fail(std::string what);

    char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }
    bool sees(std::string_view word) const { return text_.substr(position_).starts_with(word); }
    /// Takes the word if it stands here.
    bool takes(std::string_view word);
    void expect(std::string_view word);
    void skip_blanks();
    /// True when blanks and then the word stand here; the blanks are taken only then.
    bool takes_after_blanks(std::string_view word);

    /// A name in the short form behind a dot.
    std::string short_name();
    bool sees_short_name() const;
    /// A text in single or double quotes, undone.
    std::string quoted();
    /// An integer that every implementation holds exactly, without leading zeros.
    std::int64_t integer();
    bool sees_integer() const;
    /// The text of a number.
    std::string_view number();
    /// Small letters, digits and _.
    std::string_view function_name();

private:
    void escape(std::string& text, char quote);
    std::optional<char32_t> code_unit();
    std::size_t name_character_length(std::size_t offset, bool is_first) const;
    void digits();

    std::string_view text_;
    std::size_t position_ = 0;
    std::optional<QueryError> error_;
};

}  // namespace shadowdiff::json
