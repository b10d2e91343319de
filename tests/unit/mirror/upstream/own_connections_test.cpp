// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/own_connections.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

using namespace std::chrono_literals;

Endpoint endpoint_at(std::uint16_t port) {
    return {.address = {{127, 0, 0, 1}, false}, .port = port};
}

const Timestamp first_use = Timestamp{} + 1h;

TEST_CASE("a request is ours when it was seen on our connection while we used it") {
    OwnConnections own;
    own.note({endpoint_at(40'000), endpoint_at(80)}, first_use);
    own.note({endpoint_at(40'000), endpoint_at(80)}, first_use + 5s);
    struct Row {
        std::uint16_t client, server;
        Timestamp seen_at;
        bool expected;
    };
    const Row rows[] = {
        {40'000, 80, first_use, true},       {40'000, 80, first_use - 50ms, true},
        {40'000, 80, first_use + 3s, true},  {40'000, 80, first_use + 5s + 900ms, true},
        {40'000, 80, first_use - 1s, false}, {40'000, 80, first_use + 7s, false},
        {40'000, 81, first_use, false},      {40'001, 80, first_use, false},
        {80, 40'000, first_use, false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.client);
        CAPTURE(row.server);
        CHECK(own.contains(endpoint_at(row.client), endpoint_at(row.server), row.seen_at) ==
              row.expected);
    }
}

TEST_CASE("what was used lately is known, what was used long ago is forgotten") {
    OwnConnections own;
    own.note({endpoint_at(40'000), endpoint_at(80)}, first_use);
    own.note({endpoint_at(40'001), endpoint_at(80)}, first_use + 15s);
    CHECK(own.contains(endpoint_at(40'000), endpoint_at(80), first_use));
    own.note({endpoint_at(40'002), endpoint_at(80)}, first_use + 30s);
    CHECK_FALSE(own.contains(endpoint_at(40'000), endpoint_at(80), first_use));
    CHECK(own.contains(endpoint_at(40'001), endpoint_at(80), first_use + 15s));
}

TEST_CASE(
    "however many connections there are, the memory of them is bounded, and the newest stay") {
    OwnConnections own;
    for (std::uint32_t i = 0; i < 200'000; ++i) {
        own.note({endpoint_at(static_cast<std::uint16_t>(i)),
                  endpoint_at(static_cast<std::uint16_t>(i >> 16U))},
                 first_use);
    }
    std::size_t known = 0;
    for (std::uint32_t i = 0; i < 200'000; ++i) {
        known += own.contains(endpoint_at(static_cast<std::uint16_t>(i)),
                              endpoint_at(static_cast<std::uint16_t>(i >> 16U)), first_use)
                     ? 1U
                     : 0U;
    }
    CHECK(known >= 65'536);
    CHECK(known <= 2 * 65'536);
    CHECK(own.contains(endpoint_at(static_cast<std::uint16_t>(199'999)),
                       endpoint_at(static_cast<std::uint16_t>(199'999U >> 16U)), first_use));
}

}  // namespace
}  // namespace shadowdiff::mirror
