// SPDX-License-Identifier: Apache-2.0
// What a replay reads, round by round, on the reading thread: captures and recordings -> the
// stages.
#pragma once

#include "base/coverage.hpp"
#include "base/result.hpp"
#include "pipeline/capture/intake.hpp"
#include "pipeline/recorded/recorded_legs.hpp"
#include "pipeline/replay/paced_feed.hpp"
#include "pipeline/replay/replay.hpp"
#include "pipeline/replay/replay_sources.hpp"
#include "pipeline/stages/entrance.hpp"
#include "pipeline/stages/stages.hpp"

#include <cstdint>
#include <memory>
#include <optional>

namespace shadowdiff::pipeline {

/// Messages of captures are handed on as they come, and only each request waits until it is due;
/// unless they must first be joined with what other recordings have.
bool is_streamed(const ReplayOptions& replay, const ShadowOptions& options);

class ReplayReading {
public:
    ReplayReading(const ReplayOptions& replay, const ShadowOptions& options, std::uint64_t run_seed,
                  Stages& stages, ReplayResult& result);

    PacedFeed& feed() { return feed_; }

    /// `opened`: of the first round; null where captures are streamed.
    void read_all(std::unique_ptr<ReplaySources> opened);

private:
    /// What was read of one round, but for the other legs' recordings.
    struct Told {
        Coverage coverage;
        std::uint64_t records_skipped = 0;
        std::uint64_t files_broken = 0;
        std::optional<Error> error;
    };

    bool open_again(std::unique_ptr<ReplaySources>& opened);
    void stream_captures();
    Told join_captures(capture::PacketSource& source, RecordedLegs& legs, Entrance& entrance);
    Told join_traffic(RecordedTraffic& traffic, RecordedLegs& legs, Entrance& entrance);
    std::optional<Error> read_captures(capture::PacketSource& source,
                                       const Intake::Deliver& deliver,
                                       const Intake::OnCoverage& on_coverage);
    void join(ReplaySources& opened);
    void take_joined(RecordedLegs& legs, Entrance& entrance);
    void note(Told told, const RecordedLegs& legs);
    void set_coverage(const Coverage& of_round);

    const ReplayOptions& replay_;
    const ShadowOptions& options_;
    std::uint64_t run_seed_;
    Stages& stages_;
    PacedFeed feed_;
    ReplayResult& result_;
    std::uint64_t round_ = 0;
    Coverage earlier_;  // of the rounds before
    Coverage so_far_;
};

}  // namespace shadowdiff::pipeline
