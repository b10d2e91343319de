// SPDX-License-Identifier: Apache-2.0
// Opens when too many of a leg's requests fail, lets one probe through after a while, and closes
// when that is answered. Pure: time is an argument.
#pragma once

#include "mirror/upstream/leg_limits.hpp"

#include <chrono>
#include <cstdint>

namespace shadowdiff::mirror {

class Breaker {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Breaker(const LegLimits& limits)
        : limits_{limits}, open_for_{limits.breaker_open_min} {}

    /// Whether a request may go now. Each that goes is followed by one note() or forget().
    bool allows(Time now) const;
    void begin(Time now);
    void note(bool failed, Time now);
    void forget();  // it ended without saying anything about the leg

    bool is_closed() const { return state_ == State::closed; }
    std::uint64_t openings() const { return openings_; }

private:
    enum class State : std::uint8_t { closed, open, probing };
    struct Half {
        std::size_t requests = 0;
        std::size_t failures = 0;
    };

    void slide(Time now);
    void open(Time now);
    void close();

    LegLimits limits_;
    State state_ = State::closed;
    Half current_, previous_;  // of the window
    Time half_since_;
    Time open_until_;
    Duration open_for_;
    std::uint64_t openings_ = 0;
};

}  // namespace shadowdiff::mirror
