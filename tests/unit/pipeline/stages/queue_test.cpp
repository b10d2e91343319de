// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/queue.hpp"

#include <doctest/doctest.h>

#include <future>
#include <numeric>
#include <vector>

using namespace shadowdiff::pipeline;
using namespace std::chrono_literals;

TEST_CASE(
    "items come out in the order in which they went in, and none is lost over a small bound") {
    auto gather = 0us;
    SUBCASE("one by one") {}
    SUBCASE("gathered") { gather = 1ms; }
    Queue<int> queue{4, gather};
    auto pushing = std::async(std::launch::async, [&] {
        for (int i = 0; i < 1'000; ++i) queue.push(int{i});
        queue.close();
    });
    std::vector<int> popped;
    while (const auto item = queue.pop()) popped.push_back(*item);
    pushing.get();
    std::vector<int> expected(1'000);
    std::iota(expected.begin(), expected.end(), 0);
    CHECK(popped == expected);
}

TEST_CASE("a closed queue gives what it holds, and then nothing") {
    Queue<int> queue{4};
    queue.push(1);
    queue.close();
    queue.push(2);
    CHECK_FALSE(queue.is_finished());
    CHECK(queue.pop() == 1);
    CHECK(queue.is_finished());
    CHECK(queue.pop() == std::nullopt);
    CHECK(queue.pop_within(1ms) == std::nullopt);
}

TEST_CASE("closing frees a pusher that waits for room") {
    Queue<int> queue{1};
    queue.push(1);
    auto pushing = std::async(std::launch::async, [&] { queue.push(2); });
    queue.close();
    pushing.get();
    CHECK(queue.size() <= 1);
}

TEST_CASE("what was gathered before the queue was closed still comes out") {
    Queue<int> queue{4, 1h};
    for (int i = 1; i <= 3; ++i) queue.push(int{i});
    queue.close();
    for (int i = 1; i <= 3; ++i) CHECK(queue.pop() == i);
    CHECK(queue.pop() == std::nullopt);
}

TEST_CASE("a queue is not finished while the popper holds what was gathered") {
    Queue<int> queue{4, 1h};
    queue.push(1);
    queue.push(2);
    queue.close();
    CHECK(queue.pop_within(1ms) == 1);
    CHECK_FALSE(queue.is_finished());
    CHECK(queue.pop_within(1ms) == 2);
    CHECK(queue.is_finished());
    CHECK(queue.pop_within(1ms) == std::nullopt);
}
