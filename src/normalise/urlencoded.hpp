// SPDX-License-Identifier: Apache-2.0
// Percent-encoding (RFC 3986) and the form that HTML makes of it.
#pragma once

#include <string>
#include <string_view>

namespace shadowdiff::normalise {

/// Every %XX undone; what only looks like one stays.
std::string percent_decoded(std::string_view text);

}  // namespace shadowdiff::normalise
