// SPDX-License-Identifier: Apache-2.0
// What every way through the program does while its source runs: waits for its end, the duration's,
// or somebody who asks to stop, and shows how far it is.
#pragma once

#include "pipeline/shadow.hpp"
#include "pipeline/steering.hpp"

#include <cstdint>
#include <functional>
#include <future>

namespace shadowdiff::pipeline {

/// Exchange ids and our mark differ from run to run.
std::uint64_t make_run_seed();

struct Watched {
    Steered steered;
    std::function<void()> follow;  // about four times a second
};

/// Until the source has ended (`ended` becomes ready), the time is over, or somebody asks to stop;
/// meanwhile the run is steered as the signal says.
/// True when somebody asked.
bool watch(const std::future<void>& ended, const ShadowOptions& options, const StopSignal& stop,
           const Watched& watched);

/// A source that was told to end may still wait for room: until it has ended. Whoever asks to stop
/// meanwhile has it given up. True when somebody asked.
bool wait_for_end(const std::future<void>& ended, const StopSignal& stop,
                  const std::function<void()>& follow, const std::function<void()>& give_up);

}  // namespace shadowdiff::pipeline
