// SPDX-License-Identifier: Apache-2.0
// Times and durations as texts: how they are written, not what they say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace shadowdiff::normalise {

/// How an ISO 8601 date and time is written, the same text for all that are written so: separator,
/// precision (minutes, seconds, milli-, micro-, nanoseconds; trailing zeros of a fraction may be
/// cut, so .12 is milliseconds) and offset (none, Z, a numeric zero, another; with or without ":").
std::optional<std::string> date_time_form(std::string_view text);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, section 5.6.7).
bool is_http_date(std::string_view text);

/// Amounts with units of time, in any units because many libraries choose them by size, or the
/// ISO 8601 form.
bool is_duration(std::string_view text);

}  // namespace shadowdiff::normalise
