// SPDX-License-Identifier: Apache-2.0
// The places of a request in which a token travels, and what is put there. Pure.
#pragma once

#include "http/message.hpp"
#include "mirror/request/token_rules.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace shadowdiff::mirror {

/// Gives a leg's own value for the one that the client brings, or null.
using TokenLookup = std::function<const std::string*(std::string_view)>;

/// Puts the leg's values in the place of the client's; in how many places.
std::size_t substitute(const TokenTarget& target, const TokenLookup& lookup,
                       http::Request& request);

}  // namespace shadowdiff::mirror
