// SPDX-License-Identifier: Apache-2.0
#include "capture/pcapng_time.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

using namespace shadowdiff;

TEST_CASE("times of every resolution are nanoseconds since the epoch, and never overflow") {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    constexpr std::int64_t latest = 9'000'000'000'000'000'000;
    constexpr std::uint8_t binary = 0x80;
    struct Row {
        std::string name;
        std::uint8_t resolution;
        std::int64_t offset;
        std::uint64_t units;
        std::int64_t expected;
    };
    for (const auto& row : std::vector<Row>{
             {"microseconds", 6, 0, 1'610'000'000'123'456, 1'610'000'000'123'456'000},
             {"nanoseconds", 9, 0, 1'610'000'000'123'456'789, 1'610'000'000'123'456'789},
             {"seconds", 0, 0, 1'610'000'000, 1'610'000'000'000'000'000},
             {"picoseconds", 12, 0, 1'234'567'890'123, 1'234'567'890},
             {"10^-19 seconds", 19, 0, 12'000'000'000'000'000'000U, 1'200'000'000},
             {"10^-127 seconds", 127, 0, most, 1},
             {"whole seconds, binary", binary, 0, 1'610'000'000, 1'610'000'000'000'000'000},
             {"1/2^20 seconds", binary | 20, 0, (7ULL << 20U) | (1ULL << 19U), 7'500'000'000},
             {"1/2^32 seconds", binary | 32, 0, (1'610'000'000ULL << 32U) | 0x8000'0000U,
              1'610'000'000'500'000'000},
             {"1/2^40 seconds", binary | 40, 0, (7ULL << 40U) | (1ULL << 38U), 7'250'000'000},
             {"1/2^63 seconds", binary | 63, 0, 3ULL << 62U, 1'500'000'000},
             {"1/2^64 seconds", binary | 64, 0, 1ULL << 63U, 500'000'000},
             {"1/2^127 seconds", binary | 127, 0, most, 0},
             {"an offset", 6, 1'000, 1, 1'000'000'001'000},
             {"an offset backwards", 6, -1'000, 1'500'000'000, 500'000'000'000},
             {"an offset to before the epoch", 6, -1'000, 1, 0},
             {"the far future", 6, 0, most, latest},
             {"the far future in seconds", 0, 0, most, latest},
             {"the far future, binary", binary, 0, most, latest},
             {"an offset out of all bounds", 9, std::numeric_limits<std::int64_t>::max(), most,
              latest},
             {"the same backwards", 9, std::numeric_limits<std::int64_t>::min(), most, 0}}) {
        CAPTURE(row.name);
        const capture::TimeScale scale{row.resolution, row.offset};
        CHECK(scale.at(row.units).time_since_epoch().count() == row.expected);
    }
}
