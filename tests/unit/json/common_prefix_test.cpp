// SPDX-License-Identifier: Apache-2.0
#include "json/common_prefix.hpp"

#include "json/same_bytes.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;

TEST_CASE("the common prefix ends at the first octet that differs, wherever that is") {
    for (std::size_t length = 0; length < 80; ++length) {
        const std::string one(length, 'x');
        CAPTURE(length);
        CHECK(json::common_prefix(one, one) == length);
        CHECK(json::common_prefix(one, one + "y") == length);
        for (std::size_t at = 0; at < length; ++at) {
            auto other = one;
            other[at] = '\xff';
            other[length - 1] = 'z';  // a later difference changes nothing
            CHECK(json::common_prefix(one, other) == at);
            CHECK_FALSE(json::same_bytes(one.data(), other.data(), length));
        }
        CHECK(json::same_bytes(one.data(), std::string{one}.data(), length));
    }
}
