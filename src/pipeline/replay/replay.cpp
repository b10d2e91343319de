// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/replay.hpp"

#include "base/start_thread.hpp"
#include "capture/open.hpp"
#include "mirror/request/supplied.hpp"
#include "pipeline/capture/intake.hpp"
#include "pipeline/replay/first_connections.hpp"
#include "pipeline/replay/paced_feed.hpp"
#include "pipeline/replay/replay_sources.hpp"
#include "pipeline/stages/entrance.hpp"
#include "pipeline/stages/stage_options.hpp"
#include "pipeline/stages/stages.hpp"
#include "pipeline/watch.hpp"
#include "redact/lost_places.hpp"

#include <algorithm>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace shadowdiff::pipeline {
namespace {

// What redaction took from a request must be supplied for every leg that is asked; a token may be
// known by then.
bool lacks_something(const MirrorStageOptions& options, const http::Request& request) {
    if (redact::lost_places(request).empty()) return false;
    const auto supplied = mirror::with_tokens_supplied(request, options.mirror.tokens);
    return std::ranges::any_of(options.mirror.legs, [&](const mirror::LegTarget& leg) {
        const bool is_only_asked_again = leg.leg == http::Leg::legacy && options.legacy_is_observed;
        return !is_only_asked_again &&
               mirror::lacks_something(supplied, leg.target, leg.options.rewrite);
    });
}

PacedFeedOptions feed_options(const ReplayOptions& replay, const ShadowOptions& options) {
    PacedFeedOptions feed{.pace = replay.pace,
                          .requests_max = replay.requests_max,
                          .lacks_something = {},
                          .on_trouble = replay.files.on_trouble};
    if (asks_somebody(options)) {
        feed.lacks_something = [mirror = mirror_options(options, 0)](const http::Request& request) {
            return lacks_something(mirror, request);
        };
    }
    feed.connections_ahead = first_connections(replay, options, feed.lacks_something);
    return feed;
}

// Messages of captures are handed on as they come, and only each request waits until it is due;
// unless they must first be joined with what other recordings have.
bool is_streamed(const ReplayOptions& replay, const ShadowOptions& options) {
    return replay.kind == TrafficKind::captures && options.recorded_legs.empty();
}

std::map<std::string, std::string> lag_facts(const Sketch& lag) {
    if (lag.count() == 0) return {};
    const auto microseconds = [&](double share) {
        return std::to_string(static_cast<std::int64_t>(*lag.quantile(share) / 1e3));
    };
    return {{"lag_p50_us", microseconds(0.5)},
            {"lag_p99_us", microseconds(0.99)},
            {"lag_most_us", microseconds(1)}};
}

// What is read, round by round, on the reading thread.
class ReplayReading {
public:
    ReplayReading(const ReplayOptions& replay, const ShadowOptions& options, std::uint64_t run_seed,
                  Stages& stages, ReplayResult& result)
        : replay_{replay},
          options_{options},
          run_seed_{run_seed},
          stages_{stages},
          feed_{feed_options(replay, options), stages, result.lag},
          result_{result} {}

    PacedFeed& feed() { return feed_; }

    /// `opened`: of the first round; null where captures are streamed.
    void read_all(std::unique_ptr<ReplaySources> opened);

private:
    bool open_again(std::unique_ptr<ReplaySources>& opened);
    void stream_captures();
    void read_exchanges(ReplaySources& opened);
    void take_joined(RecordedLegs& legs, Entrance& entrance);
    void note(const ReplaySources& opened);
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

void ReplayReading::read_all(std::unique_ptr<ReplaySources> opened) {
    while (!feed_.is_over()) {
        const auto before = feed_.requests();
        if (is_streamed(replay_, options_)) {
            stream_captures();
        } else {
            if (round_ > 0 && !open_again(opened)) return;
            read_exchanges(*opened);
            note(*opened);
        }
        earlier_ = so_far_;
        ++round_;
        if (!replay_.loops || feed_.requests() == before) return;
        feed_.begin_again();
    }
}

// The files were there before the first round; what was read of them stays a run.
bool ReplayReading::open_again(std::unique_ptr<ReplaySources>& opened) try {
    opened = std::make_unique<ReplaySources>(replay_, options_, run_seed_ + round_);
    return true;
} catch (const StartupError& error) {
    result_.shadow.source_error = Error{error.what()};
    return false;
}

void ReplayReading::set_coverage(const Coverage& of_round) {
    so_far_ = earlier_;
    so_far_.add(of_round);
    stages_.books().set_coverage(so_far_);
}

void ReplayReading::stream_captures() {
    const auto source = capture::open_savefiles(replay_.files.files, replay_.files.limits);
    if (!source) {
        result_.shadow.source_error = source.error();
        return;
    }
    Entrance entrance{stages_.books(), stages_.admission(), true};
    const auto deliver = [&](http::WireSighting&& sighting) {
        if (!entrance.admit(sighting)) return;
        const auto* request = std::get_if<http::WireRequest>(&sighting);
        const auto due = request != nullptr ? feed_.wait(request->seen_at) : Stages::Due{};
        stages_.deliver(std::move(sighting), due.value_or(std::chrono::steady_clock::now()));
    };
    Intake intake{**source, options_.intake, run_seed_ + round_, deliver,
                  [&](const Coverage& coverage) { set_coverage(coverage); }};
    intake.run(feed_.stop_time());
    result_.shadow.source_error = intake.error();
    if (intake.early_end()) replay_.files.on_trouble(intake.early_end()->message);
}

void ReplayReading::read_exchanges(ReplaySources& opened) {
    Entrance entrance{stages_.books(), stages_.admission(), true};
    const auto is_over = [this] { return feed_.is_over(); };
    while (!feed_.is_over()) {
        auto recorded = opened.traffic.next(is_over);
        if (!recorded) break;
        if (!replay_.loops) feed_.set_share_read(opened.traffic.share_read());
        opened.legs.add(*std::move(recorded), is_over);
        take_joined(opened.legs, entrance);
    }
    opened.legs.end(is_over);
    take_joined(opened.legs, entrance);
}

void ReplayReading::take_joined(RecordedLegs& legs, Entrance& entrance) {
    while (!feed_.is_over()) {
        auto recorded = legs.next();
        if (!recorded) return;
        feed_.take(*std::move(recorded), round_, entrance);
    }
}

void ReplayReading::note(const ReplaySources& opened) {
    const auto& traffic = opened.traffic;
    const auto& legs = opened.legs;
    result_.records_skipped += traffic.records_skipped() + legs.records_skipped();
    result_.files_broken += traffic.files_broken() + legs.files_broken();
    const auto counts = legs.counts();
    result_.joined.by_request_id += counts.by_request_id;
    result_.joined.by_content += counts.by_content;
    result_.joined.unclaimed += counts.unclaimed;
    auto coverage = traffic.coverage();
    coverage.add(legs.coverage());
    coverage.add(Blind::answers_without_request, counts.unclaimed);
    coverage.add(Blind::unreadable_records, traffic.records_skipped() + legs.records_skipped());
    set_coverage(coverage);
    if (feed_.is_over()) return;  // then it is known why the rest was not read
    auto error = traffic.error();
    result_.shadow.source_error = error ? std::move(error) : legs.error();
}

}  // namespace

ReplayResult shadow_replay(const ReplayOptions& replay, const ShadowOptions& given,
                           const StopSignal& stop, const OnProgress& on_progress) {
    ReplayResult result;
    auto options = given;
    options.intake.waits_for_workers = true;
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
