// SPDX-License-Identifier: Apache-2.0
#include "pipeline/watch.hpp"

#include "base/digest.hpp"

#include <algorithm>
#include <chrono>

namespace shadowdiff::pipeline {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds progress_period{250};

steady_clock::time_point end_of(const std::optional<Duration>& duration_max) {
    if (!duration_max) return steady_clock::time_point::max();
    return steady_clock::now() + *duration_max;
}

}  // namespace

std::uint64_t make_run_seed() {
    std::uint64_t seed = 0;
    for (const char c : random_bytes(sizeof seed))
        seed = (seed << 8U) | static_cast<std::uint8_t>(c);
    return seed;
}

bool watch(const std::future<void>& ended, const ShadowOptions& options, const StopSignal& stop,
           const Watched& watched) {
    const auto end = end_of(options.duration_max);
    Steering steering{options, stop, watched.steered};
    while (!stop.is_asked() && steady_clock::now() < end) {
        const auto left =
            std::min<steady_clock::duration>(progress_period, end - steady_clock::now());
        if (ended.wait_for(left) == std::future_status::ready) return false;
        steering.follow();
        watched.follow();
    }
    return stop.requests() > 0;
}

bool wait_for_end(const std::future<void>& ended, const StopSignal& stop,
                  const std::function<void()>& follow, const std::function<void()>& give_up) {
    bool is_given_up = false;
    auto patience = std::chrono::milliseconds::zero();
    while (ended.wait_for(patience) != std::future_status::ready) {
        if (!is_given_up && stop.requests() > 0) {
            give_up();
            is_given_up = true;
        }
        follow();
        patience = progress_period;
    }
    return is_given_up;
}

}  // namespace shadowdiff::pipeline
