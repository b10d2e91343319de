// SPDX-License-Identifier: Apache-2.0
// Whether a leg may be asked now: its rate, what is in flight, and its breaker. Pure.
#pragma once

#include "http/exchange.hpp"
#include "mirror/upstream/breaker.hpp"
#include "mirror/upstream/in_flight_limit.hpp"
#include "mirror/upstream/leg_limits.hpp"
#include "mirror/upstream/token_bucket.hpp"

#include <cstddef>
#include <optional>

namespace shadowdiff::mirror {

/// Go, wait, or be shed.
struct Turn {
    enum class Kind : std::uint8_t { go, wait, shed } kind = Kind::go;
    http::Shed why = http::Shed::none;                        // what it waits for, or is shed by
    std::optional<std::chrono::steady_clock::time_point> at;  // ask again then; none: after an end
};

class LegBudget {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `is_production`: it serves users, so it is spared when it suffers.
    LegBudget(const LegLimits& limits, bool is_production);

    /// `has_time`, as a file's request has: where the leg is spared it waits, and is not shed.
    Turn turn(Time now, bool has_time = false);
    void begin(Time now);
    /// What begun has ended with that answer.
    void end(const http::Answer& answer, Time now);

    std::size_t in_flight() const { return in_flight_; }
    const Breaker& breaker() const { return breaker_; }
    const InFlightLimit& limit() const { return limit_; }

private:
    LegLimits limits_;
    bool is_production_;
    TokenBucket bucket_;
    Breaker breaker_;
    InFlightLimit limit_;
    std::size_t in_flight_ = 0;
};

}  // namespace shadowdiff::mirror
