// SPDX-License-Identifier: Apache-2.0
// Values and names as they stand in a text: with quotation marks or without.
#pragma once

#include "redact/match.hpp"
#include "redact/names.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace shadowdiff::redact {

bool is_name_letter(char c);

/// Behind at most 16 of them.
std::size_t skip_spaces(std::string_view text, std::size_t at);

/// "user.sid": the whole, or its last part.
bool is_secret_name(std::string_view name, const Names& names);

/// A quotation mark, with the backslashes that it has inside another string; "" when there is none.
std::string_view quote_at(std::string_view text, std::size_t at);
std::size_t closing_quote(std::string_view text, std::size_t at, std::string_view quote);

/// Unless it is empty, a literal or redacted.
std::optional<Match> matched(std::string_view text, std::size_t begin, std::size_t end);

/// Behind the separator. An object or array under a quoted name, in JSON that did not parse, is
/// replaced to the text's end: where it ends cannot be told.
std::optional<Match> value_at(std::string_view text, std::size_t at, std::string_view name,
                              bool name_was_quoted);

}  // namespace shadowdiff::redact
