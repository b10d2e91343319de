// SPDX-License-Identifier: Apache-2.0
// Queries and form bodies: name=value pairs with percent escapes.
#pragma once

#include "redact/known.hpp"
#include "redact/match.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::redact {

/// Escapes undone; '+' is a space. What is no escape stays.
std::string percent_decoded(std::string_view text);

/// Values of secret names, and values that hold a credential by form, are replaced as a whole.
std::string redact_pairs(std::string_view pairs, const Known& known, const Digester& digester);

/// "a=1; b=2" of a Cookie field: every value is replaced, names stay.
std::string redact_cookie_pairs(std::string_view cookies, const Digester& digester);

/// Set-Cookie: the value is replaced; attributes stay.
std::string redact_set_cookie(std::string_view cookie, const Digester& digester);

}  // namespace shadowdiff::redact
