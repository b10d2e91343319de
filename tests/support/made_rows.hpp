// SPDX-License-Identifier: Apache-2.0
// Rows of a run that never was: as many routes and findings as are asked for, harmless or hostile.
// The same numbers give the same rows.
#pragma once

#include "store/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::made {

inline constexpr std::int64_t start_minute = 29'540'700;  // 2026-03-02T09:00:00Z
inline constexpr std::int64_t minute_us = 60'000'000;
inline constexpr std::uint64_t whole_max = 1'000;  // findings with an example, as a run keeps them

struct Shape {
    std::uint64_t exchanges = 0;
    std::uint64_t routes = 0;
    std::uint64_t findings = 0;
    std::uint64_t minutes = 0;
    bool is_hostile = false;
};

/// What no report may let act, in every text that can come from traffic.
extern const std::string hostile;

std::string route_of(std::uint64_t n);
/// The severity of what the finding shows.
std::string severity_of(std::uint64_t finding, const Shape& shape);
std::int64_t time_of(std::uint64_t n, std::string_view leg);

/// Exchange `n`, which shows the finding; its light row only, or the whole.
store::ExchangeRow exchange_of(std::uint64_t n, std::uint64_t finding, std::int64_t minute,
                               bool is_whole, const Shape& shape);

}  // namespace shadowdiff::made
