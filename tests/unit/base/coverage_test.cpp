// SPDX-License-Identifier: Apache-2.0
#include "base/coverage.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

using namespace shadowdiff;

TEST_CASE("coverage adds up by reason") {
    Coverage one;
    one.add(Blind::gap_bytes, 10);
    one.add(Blind::kernel_drops);
    Coverage other;
    other.add(Blind::gap_bytes, 5);
    one.add(other);
    CHECK(one[Blind::gap_bytes] == 15);
    CHECK(one[Blind::kernel_drops] == 1);
    CHECK(one[Blind::snaplen_cuts] == 0);
}

TEST_CASE("every reason of blindness has a name of its own") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < blind_count; ++i) names.insert(name(static_cast<Blind>(i)));
    CHECK(names.size() == blind_count);
    CHECK_FALSE(names.contains(""));
}
