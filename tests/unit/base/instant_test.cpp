// SPDX-License-Identifier: Apache-2.0
#include "base/instant.hpp"

#include <doctest/doctest.h>

using shadowdiff::parse_instant;

TEST_CASE("one moment is one moment however it is written") {
    const auto noon = parse_instant("2024-02-29T12:00:00Z");
    REQUIRE(noon);
    for (const auto* text :
         {"2024-02-29T12:00:00.000Z", "2024-02-29t12:00:00z", "2024-02-29 12:00:00+00:00",
          "2024-02-29T14:00:00+02:00", "2024-02-29T06:30:00-0530", "2024-02-29T12:00Z",
          "2024-02-29T13:00:00,000000000+01", "2024-02-29T12:00:00.000000000000Z"}) {
        CAPTURE(text);
        const auto other = parse_instant(text);
        REQUIRE(other);
        CHECK(other->utc() == noon->utc());
    }
    CHECK(parse_instant("2024-02-29T12:00:00.5Z")->utc() != noon->utc());
    CHECK_FALSE(parse_instant("2024-02-29T12:00:00")->utc());
    CHECK(parse_instant("2024-02-29T12:00:00")->local == noon->local);
}

TEST_CASE("what is no moment is none") {
    for (const auto* text :
         {"", "2024-02-29", "2023-02-29T12:00:00Z", "2024-02-29T24:00:00Z", "2024-02-29T12:61Z",
          "2024-02-29T12:00:00.Z", "2024-02-29T12:00:00 UTC", "2024-02-29T12:00:00+2:00",
          "0000-01-01T00:00:00Z", "2024-02-29X12:00:00Z", "2024-02-29T12:00:00+24:00",
          "2024-02-29T12:00:00+01:60", "2024-02-29T12:00:60Z", "2024-02-29T12:00:00.0000000001Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_instant(text));
    }
}
