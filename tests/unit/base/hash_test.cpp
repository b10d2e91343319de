// SPDX-License-Identifier: Apache-2.0
#include "base/hash.hpp"

#include <doctest/doctest.h>

using namespace shadowdiff;

TEST_CASE("the hash is XXH3-128, high half first") {
    CHECK(to_hex(hash128("")) == "99aa06d3014798d86001c324468d497f");
    CHECK(hash128("a") != hash128("b"));
    CHECK(hash128("a", 1) != hash128("a", 2));
}
