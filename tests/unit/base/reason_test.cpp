// SPDX-License-Identifier: Apache-2.0
#include "base/reason.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;

TEST_CASE("every reason comes back from its name") {
    for (std::size_t i = 0; i < reason_count; ++i) {
        const auto reason = static_cast<Reason>(i);
        CAPTURE(name(reason));
        CHECK(reason_from_name(name(reason)) == reason);
    }
}

TEST_CASE("a name that is none gives nothing") { CHECK_FALSE(reason_from_name("no_such_reason")); }
