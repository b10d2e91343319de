// SPDX-License-Identifier: Apache-2.0
// At most so many a second, with bursts of a tenth of a second. Pure: time is an argument.
#pragma once

#include "base/time.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace shadowdiff::mirror {

class TokenBucket {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// `rate`: a second; 0 or less: no bound.
    explicit TokenBucket(double rate) : rate_{rate}, tokens_{burst()} {}

    /// When the next may go: at or before `now` if at once.
    Time next(Time now) {
        if (rate_ <= 0) return now;
        refill(now);
        if (tokens_ >= 1) return now;
        const auto wait = std::chrono::duration<double>{(1 - tokens_) / rate_};
        // Never early by rounding: who waits until then, goes then.
        return now + std::chrono::ceil<std::chrono::steady_clock::duration>(wait) +
               std::chrono::nanoseconds{1};
    }
    void take() { tokens_ -= 1; }

private:
    double burst() const { return std::max(1.0, rate_ / 10); }
    void refill(Time now) {
        if (filled_ == Time{}) filled_ = now;
        const auto passed = std::chrono::duration<double>(now - filled_).count();
        tokens_ = std::min(burst(), tokens_ + std::max(0.0, passed) * rate_);
        filled_ = std::max(filled_, now);
    }

    double rate_;
    double tokens_;
    Time filled_;
};

}  // namespace shadowdiff::mirror
