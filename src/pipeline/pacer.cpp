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
    const std::chrono::duration<double, Duration::period> since{
        static_cast<double>((at - *first_at_).count()) / speed};
    const auto due = begun_at_ + std::chrono::duration_cast<Duration>(since);
    last_due_ = std::max(last_due_, due);
    return due;
}

}  // namespace shadowdiff::pipeline
