// SPDX-License-Identifier: Apache-2.0
// The recordings that one round of a replay reads: the requests, and the answers of other legs.
#pragma once

#include "capture/source.hpp"
#include "pipeline/recorded/recorded_legs.hpp"
#include "pipeline/replay/replay.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace shadowdiff::pipeline {

struct ReplaySources {
    // One of them is there.
    std::unique_ptr<capture::PacketSource> captures;
    std::optional<RecordedTraffic> traffic;
    RecordedLegs legs;

    /// Throws StartupError when a first file is not what it should be.
    ReplaySources(const ReplayOptions& replay, const ShadowOptions& options, std::uint64_t seed);
};

}  // namespace shadowdiff::pipeline
