// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/replay_reading.hpp"

#include "capture/open.hpp"
#include "mirror/request/supplied.hpp"
#include "pipeline/capture/assembly.hpp"
#include "pipeline/replay/first_connections.hpp"
#include "pipeline/stages/stage_options.hpp"
#include "redact/lost_places.hpp"

#include <algorithm>
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

}  // namespace

bool is_streamed(const ReplayOptions& replay, const ShadowOptions& options) {
    return replay.kind == TrafficKind::captures && options.recorded_legs.empty();
}

ReplayReading::ReplayReading(const ReplayOptions& replay, const ShadowOptions& options,
                             std::uint64_t run_seed, Stages& stages, ReplayResult& result)
    : replay_{replay},
      options_{options},
      run_seed_{run_seed},
      stages_{stages},
      feed_{feed_options(replay, options), stages, result.lag},
      result_{result} {}

void ReplayReading::read_all(std::unique_ptr<ReplaySources> opened) {
    while (!feed_.is_over()) {
        const auto before = feed_.requests();
        if (is_streamed(replay_, options_)) {
            stream_captures();
        } else {
            if (round_ > 0 && !open_again(opened)) return;
            join(*opened);
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
    result_.shadow.source_error =
        read_captures(**source, deliver, [&](const Coverage& coverage) { set_coverage(coverage); });
}

std::optional<Error> ReplayReading::read_captures(capture::PacketSource& source,
                                                  const Intake::Deliver& deliver,
                                                  const Intake::OnCoverage& on_coverage) {
    Intake intake{source, options_.intake, run_seed_ + round_, deliver, on_coverage};
    intake.run(feed_.stop_time());
    if (intake.early_end()) replay_.files.on_trouble(intake.early_end()->message);
    return intake.error();
}

void ReplayReading::join(ReplaySources& opened) {
    Entrance entrance{stages_.books(), stages_.admission(), true};
    auto told = opened.captures ? join_captures(*opened.captures, opened.legs, entrance)
                                : join_traffic(*opened.traffic, opened.legs, entrance);
    opened.legs.end([this] { return feed_.is_over(); });
    take_joined(opened.legs, entrance);
    note(std::move(told), opened.legs);
}

// On the thread that has read it (of several workers one at a time), which looks at it at once: for
// another one its memory would be cold.
ReplayReading::Told ReplayReading::join_captures(capture::PacketSource& source, RecordedLegs& legs,
                                                 Entrance& entrance) {
    Told told;
    const auto is_over = [this] { return feed_.is_over(); };
    Assembly assembly{[&](RecordedExchange&& recorded) {
        if (is_over()) return;
        legs.add(std::move(recorded), is_over);
        take_joined(legs, entrance);
    }};
    told.error = read_captures(
        source, [&](http::WireSighting&& sighting) { assembly.take(std::move(sighting)); },
        [&](const Coverage& coverage) { told.coverage = coverage; });
    return told;
}

ReplayReading::Told ReplayReading::join_traffic(RecordedTraffic& traffic, RecordedLegs& legs,
                                                Entrance& entrance) {
    const auto is_over = [this] { return feed_.is_over(); };
    while (!is_over()) {
        auto recorded = traffic.next(is_over);
        if (!recorded) break;
        if (!replay_.loops) feed_.set_share_read(traffic.share_read());
        legs.add(*std::move(recorded), is_over);
        take_joined(legs, entrance);
    }
    return {traffic.coverage(), traffic.records_skipped(), traffic.files_broken(), traffic.error()};
}

void ReplayReading::take_joined(RecordedLegs& legs, Entrance& entrance) {
    while (!feed_.is_over()) {
        auto recorded = legs.next();
        if (!recorded) return;
        feed_.take(*std::move(recorded), round_, entrance);
    }
}

void ReplayReading::note(Told told, const RecordedLegs& legs) {
    const auto records_skipped = told.records_skipped + legs.records_skipped();
    result_.records_skipped += records_skipped;
    result_.files_broken += told.files_broken + legs.files_broken();
    const auto counts = legs.counts();
    result_.joined.by_request_id += counts.by_request_id;
    result_.joined.by_content += counts.by_content;
    result_.joined.unclaimed += counts.unclaimed;
    auto coverage = told.coverage;
    coverage.add(legs.coverage());
    coverage.add(Blind::answers_without_request, counts.unclaimed);
    coverage.add(Blind::unreadable_records, records_skipped);
    set_coverage(coverage);
    if (feed_.is_over()) return;  // then it is known why the rest was not read
    result_.shadow.source_error = told.error ? std::move(told.error) : legs.error();
}

}  // namespace shadowdiff::pipeline
