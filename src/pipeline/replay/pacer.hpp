// SPDX-License-Identifier: Apache-2.0
// When a recorded request is due. Pure: an open loop over absolute deadlines, so that a request
// that is late makes no other one later.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>

namespace shadowdiff::pipeline {

/// As it was recorded, so many times as fast.
struct RecordedPace {
    double speed = 1;
};
struct RatePace {
    double per_second = 1;
};
/// As soon as there is room.
struct NoPace {};

using Pace = std::variant<RecordedPace, RatePace, NoPace>;

class Pacer {
public:
    explicit Pacer(Pace pace) : pace_{pace} {}

    /// Of the next request, since the first one. `at`: when it was recorded; the epoch where the
    /// recording does not tell. Nothing without a pace.
    std::optional<Duration> due(Timestamp at);
    /// The recording begins anew, right behind what was due last.
    void begin_again() { first_at_.reset(); }

private:
    static constexpr std::chrono::minutes out_of_order_max{5};

    Duration as_recorded(double speed, Timestamp at);

    Pace pace_;
    std::uint64_t requests_ = 0;
    Duration last_due_{0};
    Duration begun_at_{0};  // when the recording's first request was due
    std::optional<Timestamp> first_at_;
    Timestamp latest_at_;
};

}  // namespace shadowdiff::pipeline
