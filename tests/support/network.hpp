// SPDX-License-Identifier: Apache-2.0
// What networks and captures do to known traffic: segments come in another order, split, again with
// other boundaries, twice, or not at all.
#pragma once

#include "tests/support/traffic.hpp"

#include <cstdint>
#include <vector>

namespace shadowdiff::test {

struct Damage {
    std::size_t window = 0;             // how many places a segment may be late
    std::size_t one_lost_in = 0;        // segments of any kind; 0: none
    std::size_t lost_in_a_row = 1;      // at most
    bool keeps_handshake_first = true;  // no segment of a connection comes before its two SYNs
    bool keeps_end_last = true;         // a FIN comes behind all that was sent before it
    bool loses_handshake = false;       // SYNs may be among the lost
    Duration step{};                    // between two segments
    Duration quiet{};                   // once, somewhere; what is late is not later than that
};

/// The segments as captured. Their times go by the order in which they come.
std::vector<KnownSegment> damage(Dice& dice, const KnownTraffic& traffic, const Damage& how);

/// What is not in the captured segments.
struct Missing {
    std::uint64_t bytes = 0;              // of payload, over all directions
    std::uint64_t bytes_at_first = 0;     // that, or sent again only later
    std::uint64_t bytes_inside = 0;       // of these, followed by bytes that are there
    std::uint64_t ends = 0;               // directions without their FIN
    std::uint64_t beginnings = 0;         // connections without one of their SYNs
    std::vector<std::size_t> whole = {};  // connections of which nothing is missing
};
Missing missing_from(const std::vector<KnownSegment>& captured, const KnownTraffic& traffic);

}  // namespace shadowdiff::test
