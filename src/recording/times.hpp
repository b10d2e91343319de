// SPDX-License-Identifier: Apache-2.0
// Times as recordings of others write them -> Timestamp.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace shadowdiff::recording {

/// RFC 3339: "2026-11-28T19:04:57.123+02:00", or what else base/instant.hpp reads, with an offset.
std::optional<Timestamp> parse_time(std::string_view text);
/// As access logs have it: "28/Nov/2026:19:04:57 +0000".
std::optional<Timestamp> parse_log_time(std::string_view text);

/// A damaged or hostile recording may hold any time. Such a one, or none at all, is the epoch: the
/// recording does not tell.
template <class Unit>
Timestamp told_time(std::chrono::sys_time<Unit> at) {
    // Two such times can be subtracted, and a few years added.
    constexpr std::chrono::seconds latest{9'000'000'000};
    const auto since = at.time_since_epoch();
    return since > Unit::zero() && since < latest ? Timestamp{at} : Timestamp{};
}

}  // namespace shadowdiff::recording
