// SPDX-License-Identifier: Apache-2.0
#include "rules/numbers.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;
using namespace shadowdiff::rules;

namespace {

bool within(std::string_view absolute, std::string_view relative, std::string_view legacy,
            std::string_view candidate) {
    const Tolerance tolerance{json::to_decimal(absolute), json::to_decimal(relative)};
    return is_within(tolerance, legacy, candidate, 1'000);
}

}  // namespace

TEST_CASE("a tolerance is the greater of an absolute one and one of the greater number") {
    CHECK(within("0.01", "0", "0.30", "0.31"));
    CHECK_FALSE(within("0.01", "0", "0.30", "0.3100000000000000000000000001"));
    CHECK(within("0", "1e-3", "1000", "1001"));
    CHECK_FALSE(within("0", "1e-3", "1000", "1001.1"));
    // Neither large values nor those near 0 are rounded over a border.
    CHECK(within("1e-6", "1e-9", "1e15", "1000000000000001"));
    CHECK_FALSE(within("1e-6", "1e-9", "0", "0.000002"));
    CHECK(within("1e-6", "1e-9", "0", "1e-6"));
    CHECK(within("0.5", "0", "-0.2", "0.3"));
}

TEST_CASE("tolerances are exact where doubles are not") {
    CHECK_FALSE(within("0.5", "0", "9007199254740992", "9007199254740993"));
    CHECK(within("1", "0", "9007199254740992", "9007199254740993"));
    CHECK(within("0.1", "0", "0.3", "0.2"));
    CHECK_FALSE(within("1e308", "1", "1e400", "-1e400"));
    CHECK(within("0", "0.1", "1e400", "1.05e400"));
}

TEST_CASE("numbers too far apart to be calculated with differ, at no cost") {
    CHECK_FALSE(within("1", "0.5", "1e999999999999", "1"));
    CHECK_FALSE(within("1", "0.5", "1e-999999999999", "1e999999999999999999999999"));
    CHECK(within("1", "0.5", "1e99999999999999", "1e99999999999999"));
    CHECK(within("1", "0.5", "0", "1e-999999999999"));
}

TEST_CASE("numbers are rounded half away from zero") {
    struct Case {
        std::string_view number;
        int places;
        std::string_view rounded;
    };
    const Case cases[] = {{"1.005", 2, "1.01"}, {"1.0049", 2, "1"},  {"-1.005", 2, "-1.01"},
                          {"0.999", 2, "1"},    {"0.004", 2, "0"},   {"0.005", 2, "0.01"},
                          {"99.5", 0, "100"},   {"1e-9999", 2, "0"}, {"1e9999", 2, "1e9999"},
                          {"0.05", 0, "0"},     {"0.5", 0, "1"},     {"-0.4", 0, "0"}};
    for (const auto& [number, places, expected] : cases) {
        CAPTURE(number);
        CHECK(are_equal(rounded(number, places), json::to_decimal(expected)));
    }
}
