// SPDX-License-Identifier: Apache-2.0
#include "routes/identifier.hpp"

#include <doctest/doctest.h>

#include <string_view>

using namespace shadowdiff::routes;

TEST_CASE("UUIDs have five groups, whatever their version and case") {
    CHECK(is_uuid("1b4e28ba-2fa1-4d3c-883f-0016d3cca427"));
    CHECK(is_uuid("1B4E28BA-2FA1-11EE-883F-0016D3CCA427"));
    CHECK(is_uuid("00000000-0000-0000-0000-000000000000"));
    CHECK_FALSE(is_uuid("1b4e28ba2fa14d3c883f0016d3cca427"));
    CHECK_FALSE(is_uuid("1b4e28ba-2fa1-4d3c-883f-0016d3cca42g"));
    CHECK_FALSE(is_uuid("1b4e28ba-2fa1-4d3c-883f-0016d3cca4270"));
}

TEST_CASE("ULIDs begin with at most 7 and know no I, L, O and U") {
    CHECK(is_ulid("01ARZ3NDEKTSV4RRFFQ69G5FAV"));
    CHECK(is_ulid("01arz3ndektsv4rrffq69g5fav"));
    CHECK_FALSE(is_ulid("81ARZ3NDEKTSV4RRFFQ69G5FAV"));
    CHECK_FALSE(is_ulid("01ARZ3NDEKTSV4RRFFQ69G5FAU"));
    CHECK_FALSE(is_ulid("01ARZ3NDEKTSV4RRFFQ69G5FA"));
    CHECK_FALSE(is_ulid("01ARZ3ndekTSV4RRFFQ69G5FAV"));
    CHECK_FALSE(is_ulid("01234567890123456789012345"));
}

TEST_CASE("dates have months and days that exist in some year") {
    CHECK(is_calendar_date("2024-12-31"));
    CHECK_FALSE(is_calendar_date("2024-13-01"));
    CHECK_FALSE(is_calendar_date("2024-00-01"));
    CHECK_FALSE(is_calendar_date("2024-01-32"));
    CHECK_FALSE(is_calendar_date("24-01-01"));
}

TEST_CASE("the empty text is nothing") {
    CHECK_FALSE(is_all_digits(""));
    CHECK_FALSE(is_hexadecimal(""));
    CHECK_FALSE(is_uuid(""));
    CHECK_FALSE(is_ulid(""));
    CHECK_FALSE(is_calendar_date(""));
}
