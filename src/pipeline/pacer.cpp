// SPDX-License-Identifier: Apache-2.0
#include "pipeline/pacer.hpp"

#include "base/overload.hpp"

#include <algorithm>

namespace shadowdiff::pipeline {

std::optional<Duration> Pacer::due(Timestamp at) {
    const auto number = static_cast<double>(requests_++);
    return std::visit(
        Overload{[](NoPace) -> std::optional<Duration> { return std::nullopt; },
                 [&](RatePace rate) -> std::optional<Duration> {
                     const std::chrono::duration<double> seconds{number / rate.per_second};
                     return std::chrono::duration_cast<Duration>(seconds);
                 },
                 [&](RecordedPace recorded) -> std::optional<Duration> {
                     return as_recorded(recorded.speed, at);
                 }},
        pace_);
}

// Recordings may be out of order by a little: such a request is due when its time has passed.
Duration Pacer::as_recorded(double speed, Timestamp at) {
    if (at == Timestamp{}) return last_due_;
    if (!first_at_) {
        first_at_ = at;
        begun_at_ = last_due_;
    }
    // A damaged or hostile recording may hold any time.
    constexpr double far = 1e17;  // nanoseconds: about three years
    const double apart = static_cast<double>(at.time_since_epoch().count()) -
                         static_cast<double>(first_at_->time_since_epoch().count());
    const Duration since{static_cast<Duration::rep>(std::clamp(apart / speed, -far, far))};
    const auto due = std::min(begun_at_ + since, Duration{static_cast<Duration::rep>(far)});
    last_due_ = std::max(last_due_, due);
    return due;
}

}  // namespace shadowdiff::pipeline
