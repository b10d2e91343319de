// SPDX-License-Identifier: Apache-2.0
// What one client connection has still to ask of one leg, in its order.
#pragma once

#include "http/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>

namespace shadowdiff::mirror {

inline constexpr std::size_t leg_count = std::size(http::all_legs);

inline std::size_t index_of(http::Leg leg) { return static_cast<std::size_t>(leg); }

struct LaneKey {
    std::uint64_t connection = 0;
    http::Leg leg = http::Leg::candidate;
    bool operator==(const LaneKey&) const = default;
};

struct LaneHash {
    std::size_t operator()(const LaneKey& key) const {
        return std::hash<std::uint64_t>{}(key.connection * leg_count + index_of(key.leg));
    }
};

}  // namespace shadowdiff::mirror
