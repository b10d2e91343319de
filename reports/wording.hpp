// SPDX-License-Identifier: Apache-2.0
// Numbers, times and names as a person reads them. The same in every locale.
#pragma once

#include "base/counted.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace shadowdiff::reports {

/// Of the routes that a sentence tells of.
inline constexpr std::size_t routes_named_max = 3;
/// "a, b and 7 more": the first of them.
std::string some_of(std::vector<std::string> names, std::size_t names_max,
                    std::string_view between = ", ");
/// A fraction as per cent with three significant digits: "8.03 %".
std::string percent(double fraction);
/// A part of a whole in a column of shares: "83.9 %", "<0.1 %"; "–" of nothing.
std::string share(std::uint64_t part, std::uint64_t whole);
/// The same as percent, never below the fraction: for upper bounds.
std::string percent_at_most(double fraction);
/// Of a test: "0.003", "2e-13".
std::string probability(double value);
/// "8 s", "3 min 20 s", "2 h 5 min", "4 d 1 h".
std::string duration_words(std::int64_t microseconds);
/// "3.1 ms", "1.25 s".
std::string latency_words(std::int64_t microseconds);
/// ISO 8601 in UTC: "2026-03-02T09:00:00.000Z".
std::string utc_time(std::int64_t microseconds_since_epoch);
/// A name of the closed families as words: "unsafe_method" -> "unsafe method".
std::string as_words(std::string_view name);

}  // namespace shadowdiff::reports
