// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/time_order.hpp"

#include <doctest/doctest.h>

#include <string>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;

http::Exchange seen(std::string target, Duration at) {
    http::Exchange exchange;
    exchange.request.target = std::move(target);
    exchange.seen_at = Timestamp{at};
    return exchange;
}

TEST_CASE("exchanges leave in the order of their requests, those of one moment as they came") {
    TimeOrder order;
    CHECK(order.is_empty());
    CHECK_FALSE(order.take());
    order.put(seen("/b", 2s));
    order.put(seen("/c", 2s));
    order.put(seen("/slow", 1s));
    order.put(seen("/d", 3s));
    for (const char* target : {"/slow", "/b", "/c", "/d"}) {
        const auto taken = order.take();
        REQUIRE(taken);
        CHECK(taken->request.target == target);
    }
    CHECK(order.is_empty());
}

TEST_CASE("the window is bounded, in exchanges and in bytes") {
    TimeOrder many;
    while (!many.is_full()) many.put(seen("/", 1s));
    int taken = 0;
    while (many.take()) ++taken;
    CHECK(taken == 16'384);
    CHECK_FALSE(many.is_full());

    TimeOrder large;
    int put = 0;
    for (; !large.is_full(); ++put) {
        auto exchange = seen("/", 1s);
        exchange.request.body.bytes = std::string(8 << 20, 'x');
        large.put(std::move(exchange));
    }
    CHECK(put <= 8);
}

}  // namespace
}  // namespace shadowdiff::pipeline
