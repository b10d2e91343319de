// SPDX-License-Identifier: Apache-2.0
#include "reports/wording.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace shadowdiff::reports;

TEST_CASE("a list names so many, and says how many more there are") {
    struct {
        std::vector<std::string> names;
        const char* expected;
    } const rows[] = {{{}, ""},
                      {{"a"}, "a"},
                      {{"a", "b"}, "a, b"},
                      {{"a", "b", "c"}, "a, b and 1 more"},
                      {std::vector<std::string>(1'002, "x"), "x, x and 1,000 more"}};
    for (const auto& row : rows) CHECK(some_of(row.names, 2) == row.expected);
    CHECK(some_of({"a", "b", "c"}, 2, "; ") == "a; b and 1 more");
}

TEST_CASE("a percentage has three significant digits and no zeros that say nothing") {
    struct {
        double fraction;
        const char* expected;
    } const rows[] = {
        {0, "0 %"},         {1, "100 %"},   {0.5, "50 %"},        {0.001, "0.1 %"},
        {0.0803, "8.03 %"}, {0.95, "95 %"}, {0.123456, "12.3 %"}, {0.00012345, "0.0123 %"},
        {0.999999, "100 %"}};
    for (const auto& row : rows) {
        CAPTURE(row.fraction);
        CHECK(percent(row.fraction) == row.expected);
    }
}

TEST_CASE("an upper bound never reads smaller than it is") {
    CHECK(percent_at_most(0.00099991) == "0.1 %");
    CHECK(percent_at_most(0.0012301) == "0.124 %");
    CHECK(percent_at_most(0.149101) == "15 %");
    CHECK(percent_at_most(1) == "100 %");
    CHECK(percent_at_most(2) == "100 %");
    SUBCASE("and what is exact stays as it is") {
        CHECK(percent_at_most(0.001) == "0.1 %");
        CHECK(percent_at_most(0.07) == "7 %");
        CHECK(percent_at_most(0.29) == "29 %");
    }
    for (int i = 1; i < 2'000; ++i) {
        const double fraction = i / 2'000.0 + 1e-7;
        CHECK(std::stod(percent_at_most(fraction)) >= fraction * 100);
    }
}

TEST_CASE("a share that is not nothing never reads as nothing") {
    CHECK(share(0, 100) == "0.0 %");
    CHECK(share(1, 100'000) == "<0.1 %");
    CHECK(share(1, 1'000) == "0.1 %");
    CHECK(share(1, 1) == "100.0 %");
    CHECK(share(0, 0) == "–");
}

TEST_CASE("durations are said in the two units that matter") {
    constexpr std::int64_t second = 1'000'000;
    struct {
        std::int64_t us;
        const char* expected;
    } const rows[] = {{0, "under 1 s"},
                      {-5, "under 1 s"},
                      {second - 1, "under 1 s"},
                      {8 * second, "8 s"},
                      {60 * second, "1 min"},
                      {200 * second, "3 min 20 s"},
                      {7'500 * second, "2 h 5 min"},
                      {86'400 * second, "1 d"},
                      {90'000 * second, "1 d 1 h"}};
    for (const auto& row : rows) {
        CAPTURE(row.us);
        CHECK(duration_words(row.us) == row.expected);
    }
}

TEST_CASE("latencies under a second are said in milliseconds") {
    CHECK(latency_words(0) == "0.0 ms");
    CHECK(latency_words(3'120) == "3.1 ms");
    CHECK(latency_words(1'250'000) == "1.25 s");
}

TEST_CASE("times are ISO 8601 in UTC, before the epoch too") {
    CHECK(utc_time(0) == "1970-01-01T00:00:00.000Z");
    CHECK(utc_time(1'772'442'000'123'456) == "2026-03-02T09:00:00.123Z");
    CHECK(utc_time(951'782'400'000'000) == "2000-02-29T00:00:00.000Z");
    CHECK(utc_time(-1) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("names of closed families read as words") {
    CHECK(as_words("unsafe_method") == "unsafe method");
    CHECK(as_words("match") == "match");
}
