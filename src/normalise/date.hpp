// SPDX-License-Identifier: Apache-2.0
// Dates of header fields, and what a moment of expiry means when the message is made.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::normalise {

/// The three forms of RFC 9110, section 5.6.7, and what cookies use beside them (RFC 6265, section
/// 5.1.1): a day, a month's name, a year and a time, in any order.
std::optional<Timestamp> parse_date(std::string_view text);

/// An expiry as seen from the message's Date, to the minute, so that two messages made a second
/// apart say the same: "in the past", "in 60 minutes", "in over 400 days" (browsers keep nothing
/// longer). Without a Date a future expiry is "a date"; what is no date stays as it is.
std::string relative_date(std::string_view expires, std::optional<Timestamp> date);

}  // namespace shadowdiff::normalise
