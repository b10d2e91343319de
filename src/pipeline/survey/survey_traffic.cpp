// SPDX-License-Identifier: Apache-2.0
#include "pipeline/survey/survey_traffic.hpp"

#include "base/start_thread.hpp"
#include "pipeline/capture/assembly.hpp"

#include <chrono>
#include <future>

namespace shadowdiff::pipeline {
namespace {

constexpr std::chrono::milliseconds survey_poll{50};

}  // namespace

void survey_recorded(const RecordedTrafficOptions& options, const StopSignal& stop,
                     Survey& survey) {
    RecordedTraffic traffic{options};
    const auto is_over = [&] { return stop.is_asked(); };
    while (!is_over()) {
        const auto recorded = traffic.next(is_over);
        if (!recorded) return;
        survey.add(*recorded);
    }
}

Result<void> survey_live(capture::PacketSource& source, const IntakeOptions& options,
                         Duration duration, const StopSignal& stop, Survey& survey) {
    Assembly assembly{[&](const RecordedExchange& recorded) { survey.add(recorded); }};
    Intake intake{source, options, 0,
                  [&](http::WireSighting&& sighting) { assembly.take(std::move(sighting)); },
                  [](const Coverage&) {}};
    StopTime stop_at;
    const auto reading = start_async([&] { intake.run(stop_at); });
    const auto end = std::chrono::steady_clock::now() + duration;
    while (!stop.is_asked() && std::chrono::steady_clock::now() < end) {
        if (reading.wait_for(survey_poll) == std::future_status::ready) break;
    }
    stop_at.set(std::chrono::system_clock::now());
    reading.wait();
    if (intake.error()) return std::unexpected{*intake.error()};
    return {};
}

}  // namespace shadowdiff::pipeline
