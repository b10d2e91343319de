// SPDX-License-Identifier: Apache-2.0
#include "store/fingerprint.hpp"

#include <doctest/doctest.h>

#include <set>

using shadowdiff::store::fingerprint;

TEST_CASE("a fingerprint is twelve hexadecimal digits that never change between versions") {
    CHECK(fingerprint("GET /items/{id}", "$.price", "changed") == "283c8e53bbfb");
}

TEST_CASE("each of the three parts counts, and where one ends does too") {
    const std::set<std::string> all = {
        fingerprint("GET /a", "$.x", "changed"), fingerprint("GET /b", "$.x", "changed"),
        fingerprint("GET /a", "$.y", "changed"), fingerprint("GET /a", "$.x", "missing"),
        fingerprint("GET /a$", ".x", "changed"), fingerprint("GET /a", "$.xc", "hanged"),
    };
    CHECK(all.size() == 6);
}
