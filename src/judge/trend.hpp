// SPDX-License-Identifier: Apache-2.0
// Whether a finding came oftener in the later part of a run than in the earlier one, or less often,
// beyond what chance does.
#pragma once

#include <cstdint>
#include <string_view>

namespace shadowdiff::judge {

/// Of one part of a run: exchanges of a route that were judged, and those that show the finding.
struct RunPart {
    std::uint64_t exchanges = 0;
    std::uint64_t judged = 0;
    bool operator==(const RunPart&) const = default;
};

enum class Direction : std::uint8_t {
    unknown,  // too few to tell, or a part in which nothing was judged
    steady,   // so many that a trend either way could have been seen
    rising,
    falling,
};
std::string_view name(Direction direction);

/// Exact and two-sided, twice the smaller tail: the chance of exchanges so unevenly split, or more
/// so, if each falls into a part as likely as a judged one does. 1 where a part has none judged.
double trend_p(const RunPart& earlier, const RunPart& later);

Direction direction_of(const RunPart& earlier, const RunPart& later);

}  // namespace shadowdiff::judge
