// SPDX-License-Identifier: Apache-2.0
// How many requests a leg may have in flight: few at first, more with each answer, and fewer when a
// production service slows down or fails more than it did. Pure.
#pragma once

#include "mirror/upstream/leg_limits.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace shadowdiff::mirror {

class InFlightLimit {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `backs_off`: the leg serves users, so its own latency and errors are heeded.
    InFlightLimit(const LegLimits& limits, bool backs_off);

    std::size_t now() const { return limit_; }
    /// It was lowered because the leg suffers, and has not grown back.
    bool is_backing_off() const { return is_backing_off_; }
    std::uint64_t times_lowered() const { return times_lowered_; }

    void note_answer(Duration latency, bool is_error, Time at);
    void note_failure(Time at) { note_answer({}, true, at); }
    void start_slowly();

private:
    bool suffers() const;
    void lower(Time at);

    std::size_t max_, first_, limit_;
    bool backs_off_;
    bool is_backing_off_ = false;
    std::uint64_t times_lowered_ = 0;
    std::size_t answers_ = 0;
    // Moving means over about 1,000 and about 20 answers: usual, and of late.
    double usual_latency_ = 0, late_latency_ = 0;  // seconds
    double usual_errors_ = 0, late_errors_ = 0;    // of 1
    Time not_lowered_before_;
};

}  // namespace shadowdiff::mirror
