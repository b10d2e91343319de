// SPDX-License-Identifier: Apache-2.0
// Times in pcapng: counts of units that each interface chooses (options if_tsresol, if_tsoffset).
#pragma once

#include "base/time.hpp"

#include <cstdint>

namespace shadowdiff::capture {

class TimeScale {
public:
    /// `resolution`: 10^-n seconds, or 2^-n with the highest bit set; 6 where a file says nothing.
    /// `offset_seconds` is added to every time.
    explicit TimeScale(std::uint8_t resolution = 6, std::int64_t offset_seconds = 0);

    /// Never before the epoch nor after the year 2255, which only broken files ask for.
    Timestamp at(std::uint64_t units) const;

private:
    bool is_binary_ = false;
    unsigned exponent_ = 0;             // binary: units are 2^-exponent seconds
    std::uint64_t multiplier_ = 1'000;  // decimal: nanoseconds = units / divisor * multiplier
    std::uint64_t divisor_ = 1;
    std::int64_t offset_ns_ = 0;
};

}  // namespace shadowdiff::capture
