// SPDX-License-Identifier: Apache-2.0
// The moment that a text tells, in whichever form it is written.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string_view>

namespace shadowdiff::normalise {

/// An ISO 8601 date and time (one without an offset is taken for UTC), an HTTP date, or an epoch of
/// the years 2001 to 2065 in seconds, milli- or microseconds. None for all else.
std::optional<Timestamp> moment_of(std::string_view text);

}  // namespace shadowdiff::normalise
