// SPDX-License-Identifier: Apache-2.0
// Durations as people write them.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string_view>

namespace shadowdiff {

/// "500ms", "30s", "5m", "2h": a whole number from 1 to a million. Nothing for all else.
std::optional<Duration> parse_duration(std::string_view text);

}  // namespace shadowdiff
