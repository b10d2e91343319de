// SPDX-License-Identifier: Apache-2.0
// Octets that are no text of ours may still spell a credential: in another charset, or around it.
#pragma once

#include "redact/match.hpp"

#include <string>
#include <string_view>

namespace shadowdiff::redact {

/// "24 bytes, from 3: 73 6b 5f …" (diff::excerpt) with a digest in place of octets that spell four
/// characters or more in a row; any other text as it is.
std::string redact_octets(std::string_view excerpt, const Digester& digester);

/// What normalise writes in place of a text that is no UTF-8.
inline constexpr std::string_view base64_mark = "base64:";

}  // namespace shadowdiff::redact
