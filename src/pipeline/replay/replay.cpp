// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/replay.hpp"

#include "base/start_thread.hpp"
#include "capture/open.hpp"
#include "pipeline/replay/replay_reading.hpp"
#include "pipeline/replay/replay_sources.hpp"
#include "pipeline/stages/stages.hpp"
#include "pipeline/watch.hpp"

#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace shadowdiff::pipeline {
namespace {

std::map<std::string, std::string> lag_facts(const Sketch& lag) {
    if (lag.count() == 0) return {};
    const auto microseconds = [&](double share) {
        return std::to_string(static_cast<std::int64_t>(*lag.quantile(share) / 1e3));
    };
    return {{"lag_p50_us", microseconds(0.5)},
            {"lag_p99_us", microseconds(0.99)},
            {"lag_most_us", microseconds(1)}};
}

}  // namespace

ReplayResult shadow_replay(const ReplayOptions& replay, const ShadowOptions& given,
                           const StopSignal& stop, const OnProgress& on_progress) {
    ReplayResult result;
    auto options = given;
    options.intake.waits_for_workers = true;
    options.is_paced = !std::holds_alternative<NoPace>(replay.pace);
    options.withholds_redacted = !is_streamed(replay, options);
    const auto run_seed = make_run_seed();
    // Says what is wrong with the files before there is a run file.
    std::unique_ptr<ReplaySources> opened;
    if (is_streamed(replay, options)) {
        const auto source = capture::open_savefiles(replay.files.files, replay.files.limits);
        if (!source) throw StartupError{source.error().message};
    } else {
        opened = std::make_unique<ReplaySources>(replay, options, run_seed);
    }
    Stages stages{options, run_seed};
    ReplayReading reading{replay, options, run_seed, stages, result};
    auto reading_ends = start_async([&] { reading.read_all(std::move(opened)); });
    const auto show = [&] {
        auto progress = stages.progress();
        progress.share_done = reading.feed().share_done();
        progress.lag = reading.feed().lag();
        on_progress(progress);
    };
    bool interrupted =
        watch(reading_ends, options, stop,
              {{[&](bool is_paused) { stages.pause(is_paused); }, [&] { return stages.reload(); }},
               show});
    reading.feed().stop();
    interrupted |= wait_for_end(reading_ends, stop, show, [&] { stages.admission().shut(); });
    reading_ends.get();
    stages.drain(stop, on_progress);

    auto source_error = std::move(result.shadow.source_error);
    result.shadow = stages.finish(lag_facts(result.lag));
    result.shadow.source_error = std::move(source_error);
    result.shadow.interrupted =
        interrupted || result.shadow.ledger.count(judge::Verdict::dropped, Reason::interrupted) > 0;
    return result;
}

}  // namespace shadowdiff::pipeline
