// SPDX-License-Identifier: Apache-2.0
#include "reassembly/position.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff::reassembly;

TEST_CASE("a sequence number gets the position that is nearest") {
    struct Row {
        std::string name;
        std::uint32_t near;
        std::uint32_t sequence;
        std::int64_t expected;  // from `near`
    };
    for (const auto& row :
         std::vector<Row>{{"the same", 7, 7, 0},
                          {"ahead", 7, 17, 10},
                          {"behind", 17, 7, -10},
                          {"ahead over the wrap", 0xfffffff0, 0x10, 0x20},
                          {"behind over the wrap", 0x10, 0xfffffff0, -0x20},
                          {"zero's predecessor", 0, 0xffffffff, -1},
                          {"half a lap less one", 0, 0x7fffffff, 0x7fffffff},
                          {"half a lap counts as behind", 0, 0x80000000, -0x80000000LL}}) {
        CAPTURE(row.name);
        const auto near = first_position(row.near);
        CHECK(static_cast<std::int64_t>(position_of(row.sequence, near) - near) == row.expected);
    }
}

TEST_CASE("positions go on beyond a lap") {
    auto position = first_position(0xfffffffe);
    for (int i = 0; i < 8; ++i)
        position = position_of(static_cast<std::uint32_t>(position + 0x40000000), position);
    CHECK(position - first_position(0xfffffffe) == 0x200000000);
}
