// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_handle.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <vector>

using namespace shadowdiff;

TEST_CASE("times of both precisions are nanoseconds since the epoch, and never overflow") {
    constexpr auto max = std::numeric_limits<std::int64_t>::max();
    struct Row {
        std::string name;
        timeval time;
        bool is_nanoseconds;
        std::int64_t expected;
    };
    for (const auto& row : std::vector<Row>{
             {"microseconds", {1'610'000'000, 123'456}, false, 1'610'000'000'123'456'000},
             {"nanoseconds", {1'610'000'000, 123'456'789}, true, 1'610'000'000'123'456'789},
             {"zero", {0, 0}, true, 0},
             {"before the epoch", {-5, 0}, true, 0},
             {"negative fraction", {5, -1}, true, 5'000'000'000},
             {"fraction over a second", {5, 7'000'000}, false, 5'999'999'000},
             {"far future", {max, max}, true, 9'000'000'000'999'999'999}}) {
        CAPTURE(row.name);
        const auto time = capture::to_timestamp(row.time, row.is_nanoseconds);
        CHECK(time.time_since_epoch().count() == row.expected);
    }
}

TEST_CASE("a link type is named, and numbered where it has no name") {
    CHECK(capture::link_type_text(1) == "EN10MB (1)");
    CHECK(capture::link_type_text(60'000) == "60000");
}
