// SPDX-License-Identifier: Apache-2.0
#include "pipeline/replay/pacer.hpp"

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

// Recordings may be out of order by a little: such a request is due with the one before it. What
// goes back further is another recording, which begins there.
Duration Pacer::as_recorded(double speed, Timestamp at) {
    if (at == Timestamp{}) return last_due_;
    if (!first_at_ || latest_at_ - at > out_of_order_max) {
        first_at_ = at;
        latest_at_ = at;
        begun_at_ = last_due_;
    }
    latest_at_ = std::max(latest_at_, at);
    // A damaged or hostile recording may hold any time.
    constexpr double far = 1e17;  // nanoseconds: about three years
    const double apart = static_cast<double>(at.time_since_epoch().count()) -
                         static_cast<double>(first_at_->time_since_epoch().count());
    const Duration since{static_cast<Duration::rep>(std::clamp(apart / speed, -far, far))};
    const auto due = std::min(begun_at_ + since, Duration{static_cast<Duration::rep>(far)});
    last_due_ = std::max(last_due_, due);
    return last_due_;
}

}  // namespace shadowdiff::pipeline
