// SPDX-License-Identifier: Apache-2.0
#include "capture/pcapng_time.hpp"

#include <algorithm>

namespace shadowdiff::capture {
namespace {

constexpr std::int64_t seconds_max = 9'000'000'000;
constexpr std::int64_t ns_max = seconds_max * 1'000'000'000;
constexpr std::uint64_t ns_of_second = 1'000'000'000;

std::uint64_t power_of_ten(unsigned exponent) {
    std::uint64_t power = 1;
    for (unsigned i = 0; i < exponent; ++i) power *= 10;
    return power;
}

std::uint64_t nanoseconds_of_binary(std::uint64_t units, unsigned exponent) {
    constexpr unsigned exponent_exact = 34;  // 2^34 times 10^9 still fits into 64 bits
    if (exponent > 63) {
        const auto too_fine = exponent - 63;
        units = too_fine > 63 ? 0 : units >> too_fine;
        exponent = 63;
    }
    const auto seconds = units >> exponent;
    if (seconds > static_cast<std::uint64_t>(seconds_max)) return ns_max;
    auto fraction = units & ((std::uint64_t{1} << exponent) - 1);
    if (exponent > exponent_exact) {
        fraction >>= exponent - exponent_exact;
        exponent = exponent_exact;
    }
    return seconds * ns_of_second + ((fraction * ns_of_second) >> exponent);
}

}  // namespace

TimeScale::TimeScale(std::uint8_t resolution, std::int64_t offset_seconds)
    : is_binary_{(resolution & 0x80) != 0}, exponent_{resolution & 0x7fU} {
    constexpr unsigned exponent_of_ns = 9;
    constexpr unsigned exponent_of_uint64 = 19;
    if (exponent_ <= exponent_of_ns) {
        multiplier_ = power_of_ten(exponent_of_ns - exponent_);
    } else {
        multiplier_ = 1;
        divisor_ = power_of_ten(std::min(exponent_ - exponent_of_ns, exponent_of_uint64));
    }
    offset_ns_ = std::clamp(offset_seconds, -seconds_max, seconds_max) *
                 static_cast<std::int64_t>(ns_of_second);
}

Timestamp TimeScale::at(std::uint64_t units) const {
    constexpr auto most = static_cast<std::uint64_t>(ns_max);
    std::uint64_t ns = 0;
    if (is_binary_) {
        ns = nanoseconds_of_binary(units, exponent_);
    } else {
        if (divisor_ != 1) units /= divisor_;
        ns = units > most / multiplier_ ? most : units * multiplier_;
    }
    // Both lie within 9 × 10^18 of zero; so does a sum that stays positive, or it is the most.
    const auto since = static_cast<std::int64_t>(std::min(ns, most));
    if (offset_ns_ == 0) return Timestamp{Duration{since}};
    const auto room = ns_max - since;
    return Timestamp{Duration{std::max<std::int64_t>(0, since + std::min(offset_ns_, room))}};
}

}  // namespace shadowdiff::capture
