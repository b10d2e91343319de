// SPDX-License-Identifier: Apache-2.0
#include "base/counted.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

using namespace shadowdiff;

TEST_CASE("numbers are grouped by thousands") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1'000) == "1,000");
    CHECK(grouped(6'012'345) == "6,012,345");
    CHECK(grouped(std::numeric_limits<std::uint64_t>::max()) == "18,446,744,073,709,551,615");
}

TEST_CASE("one is counted in the singular, everything else in the plural") {
    CHECK(counted(1, "request", "requests") == "1 request");
    CHECK(counted(0, "request", "requests") == "0 requests");
    CHECK(counted(2'000, "request", "requests") == "2,000 requests");
}

TEST_CASE("a share agrees with all in its noun, and with itself in its verb") {
    CHECK(counted_of(1, 1, "request", "requests") == "1 of 1 request");
    CHECK(counted_of(1, 2'000, "request", "requests") == "1 of 2,000 requests");
    CHECK(is_or_are(1) == "is");
    CHECK(is_or_are(0) == "are");
}
