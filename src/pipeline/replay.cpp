// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay.hpp"

#include "capture/open.hpp"
#include "pipeline/entrance.hpp"
#include "pipeline/intake.hpp"
#include "pipeline/paced_feed.hpp"
#include "pipeline/stages.hpp"
#include "pipeline/watch.hpp"

#include <future>
#include <memory>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

std::unique_ptr<capture::PacketSource> open_captures(const RecordedFilesOptions& files) {
    auto source = capture::open_savefiles(files.files);
    if (!source) throw StartupError{source.error().message};
    return std::move(*source);
}

// Packets of captures: what they hold becomes exchanges as it does in a capture, and each request
// waits until it is due.
std::optional<Error> feed_captures(const ReplayOptions& replay, const ShadowOptions& options,
                                   std::uint64_t run_seed, Stages& stages, PacedFeed& feed) {
    const auto source = open_captures(replay.files);
    Entrance entrance{stages.books(), stages.admission(), true};
    const auto deliver = [&](http::WireSighting sighting) {
        if (const auto* request = std::get_if<http::WireRequest>(&sighting)) {
            feed.wait(request->seen_at);
        }
        stages.deliver(std::move(sighting));
    };
    Intake intake{*source, options.intake, run_seed, stages.books(), entrance, deliver};
    intake.run(feed.stop_time());
    return intake.error();
}

void feed_recordings(RecordedFiles& files, std::uint64_t round, Stages& stages, PacedFeed& feed) {
    Entrance entrance{stages.books(), stages.admission(), true};
    while (!feed.is_over()) {
        auto exchange = files.next([&] { return feed.is_over(); });
        if (!exchange) return;
        feed.set_share_read(files.share_read());
        feed.take(*std::move(exchange), round, entrance);
    }
}

}  // namespace

ReplayResult shadow_replay(const ReplayOptions& replay, const ShadowOptions& options,
                           const StopSignal& stop, const OnProgress& on_progress) {
    ReplayResult result;
    if (replay.are_captures) open_captures(replay.files);  // says now what is wrong with them
    auto files = std::make_unique<RecordedFiles>(replay.files);
    if (!replay.are_captures) {
        if (const auto begun = files->begin(); !begun) throw StartupError{begun.error().message};
    }
    const auto run_seed = make_run_seed();
    Stages stages{options, run_seed};
    PacedFeed feed{{replay.pace, replay.requests_max, replay.supplied}, stages, result.lag};
    const auto read_all = [&] {
        for (std::uint64_t round = 0; !feed.is_over(); ++round) {
            const auto before = feed.requests();
            if (replay.are_captures) {
                result.shadow.source_error =
                    feed_captures(replay, options, run_seed + round, stages, feed);
            } else {
                if (round > 0) files = std::make_unique<RecordedFiles>(replay.files);
                feed_recordings(*files, round, stages, feed);
                result.records_skipped += files->records_skipped();
                result.files_broken += files->files_broken();
            }
            if (!replay.loops || feed.requests() == before) return;
            feed.begin_again();
        }
    };
    auto reading = std::async(std::launch::async, read_all);
    const auto show = [&](Progress progress) {
        progress.share_done = feed.share_read();
        on_progress(progress);
    };
    const bool interrupted = watch(reading, options, stop, stages, show);
    feed.stop();
    if (interrupted) stages.admission().shut();
    reading.get();
    stages.drain(stop, on_progress);

    auto source_error = std::move(result.shadow.source_error);
    result.shadow = stages.result();
    result.shadow.source_error = std::move(source_error);
    result.shadow.interrupted = interrupted;
    return result;
}

}  // namespace shadowdiff::pipeline
