// SPDX-License-Identifier: Apache-2.0
// How much of a run is kept for people to look at, with reasons. What is counted has no bound.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace shadowdiff {

struct KeepLimits {
    std::size_t samples_max = 17;  // of one finding, beside first, smallest, newest: twenty
    Duration newest_every = std::chrono::seconds{1};  // each one would double the work
    std::size_t findings_max = 10'000;     // tracked; what differs beyond is one finding, "(other)"
    std::size_t match_routes_max = 1'000;  // routes with a sample of their matches …
    std::size_t matches_max = 20;          // … and how many each
};

}  // namespace shadowdiff
