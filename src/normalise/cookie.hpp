// SPDX-License-Identifier: Apache-2.0
// Set-Cookie fields (RFC 6265).
#pragma once

#include "base/time.hpp"
#include "normalise/document.hpp"

#include <optional>
#include <string_view>

namespace shadowdiff::normalise {

/// Never split at commas. A pair without "=" is a value without a name, as in browsers.
Cookie parse_set_cookie(std::string_view value, std::optional<Timestamp> date);

}  // namespace shadowdiff::normalise
