// SPDX-License-Identifier: Apache-2.0
#include "base/endpoint.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;

TEST_CASE("endpoints read as people write them") {
    Endpoint v4{{{10, 0, 0, 1}, false}, 80};
    CHECK(to_text(v4) == "10.0.0.1:80");
    CHECK(to_text(v4, true) == "10.0.0.1:80");
    Endpoint v6{{{0x20, 0x01, 0x0d, 0xb8}, true}, 443};
    v6.address.octets[15] = 1;
    CHECK(to_text(v6) == "[2001:db8::1]:443");
    CHECK(to_text(v6, true) == "2001:db8::1:443");
}
