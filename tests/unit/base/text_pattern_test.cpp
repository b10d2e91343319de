// SPDX-License-Identifier: Apache-2.0
#include "base/text_pattern.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;

TEST_CASE("a pattern fits the whole text or not at all") {
    CHECK(has_pattern("2024-01", "dddd-dd"));
    CHECK_FALSE(has_pattern("2024-01-", "dddd-dd"));
    CHECK_FALSE(has_pattern("2024-0", "dddd-dd"));
    CHECK(has_pattern("aF-z", "xx-?"));
    CHECK_FALSE(has_pattern("gF-z", "xx-?"));
    CHECK(has_pattern("", ""));
}
