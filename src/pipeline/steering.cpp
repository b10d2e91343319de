// SPDX-License-Identifier: Apache-2.0
#include "pipeline/steering.hpp"

#include <utility>

namespace shadowdiff::pipeline {

Steering::Steering(const ShadowOptions& options, const StopSignal& signal, Steered steered)
    : options_{options}, signal_{signal}, steered_{std::move(steered)} {
    if (options.is_paused) pause(true);
}

void Steering::follow() {
    const auto toggles = signal_.pause_toggles();
    if ((toggles - pause_toggles_) % 2 != 0) pause(!is_paused_);
    pause_toggles_ = toggles;
    const auto reloads = signal_.reloads();
    if (reloads != reloads_) reload();
    reloads_ = reloads;
}

void Steering::reload() {
    if (const auto loaded = steered_.reload(); !loaded) tell(loaded.error().message);
    const auto paused = options_.read_paused ? options_.read_paused() : std::nullopt;
    if (paused && *paused != is_paused_) pause(*paused);
}

void Steering::pause(bool is_paused) {
    is_paused_ = is_paused;
    steered_.pause(is_paused);
    tell(is_paused ? "paused: nothing is sent to any leg" : "mirroring goes on");
}

void Steering::tell(const std::string& notice) const {
    if (options_.on_notice) options_.on_notice(notice);
}

}  // namespace shadowdiff::pipeline
