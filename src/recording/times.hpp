// SPDX-License-Identifier: Apache-2.0
// Times as recordings of others write them -> Timestamp.
#pragma once

#include "base/time.hpp"

#include <optional>
#include <string_view>

namespace shadowdiff::recording {

/// RFC 3339: "2026-11-28T19:04:57.123+02:00", or what else base/instant.hpp reads, with an offset.
std::optional<Timestamp> parse_time(std::string_view text);
/// As access logs have it: "28/Nov/2026:19:04:57 +0000".
std::optional<Timestamp> parse_log_time(std::string_view text);

}  // namespace shadowdiff::recording
