// SPDX-License-Identifier: Apache-2.0
// A moment as ISO 8601 and RFC 3339 write it, whatever the spelling.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace shadowdiff {

struct Instant {
    std::chrono::local_time<Duration> local;
    std::optional<std::chrono::minutes> offset;  // from UTC, where the text tells one

    /// Without an offset the moment is unknown, and nothing.
    std::optional<Timestamp> utc() const;
    bool operator==(const Instant&) const = default;
};

/// "2024-01-31T23:59:59.123456789+02:00": T, t or a space; seconds and fraction may be missing; the
/// offset is Z, ±hh:mm, ±hhmm, ±hh or missing. Years 1700 to 2200, beyond which nanoseconds end.
std::optional<Instant> parse_instant(std::string_view text);

}  // namespace shadowdiff
