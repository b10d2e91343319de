// SPDX-License-Identifier: Apache-2.0
#include "json/number.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using shadowdiff::json::canonical_number;
using shadowdiff::json::equal_numbers;

namespace {

struct Row {
    std::string one;
    std::string other;
    bool equal;
};

const std::vector<Row> numbers{
    {"1", "1.0", true},
    {"1e2", "100", true},
    {"1E+2", "100", true},
    {"100", "1000", false},
    {"-0", "0", true},
    {"-0.0e7", "0", true},
    {"0e999999999999999999999999", "0", true},
    {"-1", "1", false},
    {"10.10", "10.1", true},
    {"10.01", "10.1", false},
    {"0.001", "1e-3", true},
    {"0.001", "1e-4", false},
    {"1.5e1", "15", true},
    {"123456789e-9", "0.123456789", true},
    {"0.30000000000000004", "0.3", false},
    {"9007199254740993", "9007199254740992", false},
    {"12345678901234567890123", "1.2345678901234567890123e22", true},
    {"12345678901234567890123", "1.2345678901234568e22", false},
    {"1e400", "1e401", false},
    {"1e400", "10e399", true},
    {"1e-400", "0", false},
    {"1e0", "1", true},
    {"1e00", "1e-0", true},
    {"1e0000000000000000000000000000001", "10", true},
    // exponents at and beyond 64 bits
    {"1e9223372036854775807", "10e9223372036854775806", true},
    {"1e9223372036854775808", "1e9223372036854775807", false},
    {"1e18446744073709551616", "1", false},
    {"1e999999999999999999", "0.1e1000000000000000000", true},
    {"10e999999999999999999", "1e1000000000000000000", true},
    {"1e1000000000000000000", "100e999999999999999998", true},
    {"1e-1000000000000000000", "0.1e-999999999999999999", true},
    {"1e-1000000000000000000", "10e-1000000000000000001", true},
    {"1e99999999999999999999999999", "10e99999999999999999999999998", true},
    {"0.01e100000000000000000000", "1e99999999999999999998", true},
    {"1e99999999999999999999999999", "1e-99999999999999999999999999", false},
};

}  // namespace

TEST_CASE("numbers are equal when they are the same decimal") {
    for (const auto& row : numbers) {
        CAPTURE(row.one);
        CAPTURE(row.other);
        CHECK(equal_numbers(row.one, row.other) == row.equal);
        CHECK(equal_numbers(row.other, row.one) == row.equal);
        CHECK(equal_numbers(row.one, row.one));
    }
}

TEST_CASE("a decimal has one canonical text") {
    CHECK(canonical_number("0") == "0");
    CHECK(canonical_number("-0.00") == "0");
    CHECK(canonical_number("-1.20") == "-12e-1");
    CHECK(canonical_number("1200") == "12e2");
    CHECK(canonical_number("0.00120e1") == "12e-3");
    CHECK(canonical_number("1e100000000000000000000") == "1e100000000000000000000");
    CHECK(canonical_number("1.5e100000000000000000000") == "15e99999999999999999999");
    CHECK(canonical_number("10e99999999999999999999") == "1e100000000000000000000");
    CHECK(canonical_number("0.5e-99999999999999999999") == "5e-100000000000000000000");
}

TEST_CASE("a million digits are compared without effort") {
    const std::string nines(1'000'000, '9');
    CHECK(equal_numbers("1e" + nines, "10e" + std::string(999'999, '9') + "8"));
    CHECK_FALSE(equal_numbers(nines, nines + "0"));
    CHECK(equal_numbers("1" + std::string(1'000'000, '0'), "1e1000000"));
}
