// SPDX-License-Identifier: Apache-2.0
// How much of a live thread's time goes into undoing the codings of bodies that are not kept: so
// many bytes a second, coded and decoded, with a burst. Beyond it a body is known by its coded
// bytes alone.
#pragma once

#include "base/time.hpp"

#include <algorithm>
#include <cstdint>

namespace shadowdiff::http {

struct DecodingRate {
    std::uint64_t bytes_per_second = 64 << 20;  // inflate does about 250 MB/s: a quarter of a core
    std::uint64_t burst_bytes = 64 << 20;
};

class DecodingBudget {
public:
    explicit DecodingBudget(const DecodingRate& rate = {})
        : rate_{rate}, left_{static_cast<std::int64_t>(rate.burst_bytes)} {}

    /// That it is now so late, on any clock that does not go back; a step back is no time at all.
    void advance(Duration now) {
        if (now <= now_) return;
        const auto most = static_cast<std::int64_t>(rate_.burst_bytes);
        if (left_ < most) {
            const std::chrono::duration<double> passed = now - now_;
            const auto earned = passed.count() * static_cast<double>(rate_.bytes_per_second);
            left_ +=
                static_cast<std::int64_t>(std::min(earned, static_cast<double>(rate_.burst_bytes)));
            left_ = std::min(left_, most);
        }
        now_ = now;
    }
    /// What was decoded is known only afterwards: the debt is paid by the time that comes.
    void spend(std::uint64_t bytes) { left_ -= static_cast<std::int64_t>(bytes); }
    bool is_spent() const { return left_ <= 0; }

private:
    DecodingRate rate_;
    std::int64_t left_;
    Duration now_{};
};

}  // namespace shadowdiff::http
