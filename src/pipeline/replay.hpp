// SPDX-License-Identifier: Apache-2.0
// Recorded traffic in, a run file out: the pipeline of capture behind another source, at a pace.
#pragma once

#include "base/sketch.hpp"
#include "pipeline/pacer.hpp"
#include "pipeline/recorded_files.hpp"
#include "pipeline/shadow.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace shadowdiff::pipeline {

struct ReplayOptions {
    RecordedFilesOptions files;  // recordings, or captures: not both
    bool are_captures = false;
    Pace pace = RecordedPace{};
    std::optional<std::uint64_t> requests_max;
    /// Lower-case header names, "target" or "body": what a recording lost there is supplied again,
    /// or not needed. A request that lost anything else is excluded (redacted).
    std::vector<std::string> supplied = {};
    bool loops = false;  // from the beginning again, until requests_max, the duration or a stop
};

struct ReplayResult {
    ShadowResult shadow;
    /// How long after it was due each request was handed to the legs, in nanoseconds. Of no pace:
    /// empty.
    Sketch lag;
    std::uint64_t records_skipped = 0;
    std::uint64_t files_broken = 0;
};

/// Throws StartupError when the first file is no recording.
ReplayResult shadow_replay(const ReplayOptions& replay, const ShadowOptions& options,
                           const StopSignal& stop, const OnProgress& on_progress);

}  // namespace shadowdiff::pipeline
