// SPDX-License-Identifier: Apache-2.0
// Recorded traffic in, a run file out: the pipeline of capture behind another source, at a pace.
#pragma once

#include "base/sketch.hpp"
#include "pipeline/recorded/recorded_files.hpp"
#include "pipeline/recorded/recorded_join.hpp"
#include "pipeline/recorded/recorded_traffic.hpp"
#include "pipeline/replay/pacer.hpp"
#include "pipeline/shadow.hpp"

#include <cstdint>
#include <optional>

namespace shadowdiff::pipeline {

struct ReplayOptions {
    RecordedFilesOptions files;  // all of one kind
    TrafficKind kind = TrafficKind::recordings;
    Pace pace = RecordedPace{};
    std::optional<std::uint64_t> requests_max;
    bool loops = false;  // from the beginning again, until requests_max, the duration or a stop
};

struct ReplayResult {
    ShadowResult shadow;
    /// How long after it was due each request was sent to each leg, in nanoseconds. Of no pace:
    /// empty.
    Sketch lag;
    RecordedJoinCounts joined;  // with the recordings of other legs
    std::uint64_t records_skipped = 0;
    std::uint64_t files_broken = 0;
};

/// Legs of options.recorded_legs are joined with the requests before these go on. Throws
/// StartupError when a first file is no recording.
ReplayResult shadow_replay(const ReplayOptions& replay, const ShadowOptions& options,
                           const StopSignal& stop, const OnProgress& on_progress);

}  // namespace shadowdiff::pipeline
