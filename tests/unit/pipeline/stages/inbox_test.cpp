// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/inbox.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <numeric>
#include <thread>
#include <vector>

using namespace shadowdiff::pipeline;

namespace {

std::vector<int> numbers_to(int end) {
    std::vector<int> numbers(static_cast<std::size_t>(end));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

}  // namespace

TEST_CASE("what is put from another thread is taken in its order, none twice, none left") {
    boost::asio::io_context io;
    auto work = boost::asio::make_work_guard(io);
    std::vector<int> taken;
    Inbox<std::unique_ptr<int>> inbox{io, [&](std::unique_ptr<int>&& one, auto) {
                                          taken.push_back(*one);
                                          if (taken.size() == 10'000) work.reset();
                                      }};
    std::thread putting{[&] {
        for (const int number : numbers_to(10'000)) inbox.put(std::make_unique<int>(number));
    }};
    io.run();
    putting.join();
    CHECK(taken == numbers_to(10'000));
}

TEST_CASE("other tasks have their turn between many that wait") {
    boost::asio::io_context io;
    std::size_t taken = 0;
    std::size_t taken_before_other = 0;
    Inbox<int> inbox{io, [&](int&&, auto) { ++taken; }};
    for (const int number : numbers_to(1'000)) inbox.put(number);
    boost::asio::post(io, [&] { taken_before_other = taken; });
    io.run();
    CHECK(taken == 1'000);
    CHECK(taken_before_other < 1'000);
}

TEST_CASE("what may wait is taken soon, in the order in which all was put") {
    boost::asio::io_context io;
    auto work = boost::asio::make_work_guard(io);
    std::vector<int> taken;
    Inbox<int> inbox{io, [&](int&& one, auto) {
                         taken.push_back(one);
                         if (taken.size() == 3'000) work.reset();
                     }};
    std::thread putting{[&] {
        for (const int number : numbers_to(3'000)) {
            if (number % 5 == 0) inbox.put(number);
            if (number % 5 == 1 || number % 5 == 2) inbox.put_soon(number);
            if (number % 5 > 2) inbox.put_late(number);
        }
    }};
    io.run();
    putting.join();
    CHECK(taken == numbers_to(3'000));
    CHECK(inbox.is_empty());
}

TEST_CASE("what may wait wakes a thread that has long had nothing to take") {
    boost::asio::io_context io;
    int taken = 0;
    Inbox<int> inbox{io, [&](int&&, auto) { ++taken; }};
    for (int round = 1; round <= 3; ++round) {
        round == 2 ? inbox.put_late(round) : inbox.put_soon(round);
        io.restart();
        io.run();  // ends when nobody looks any more
        CHECK(taken == round);
    }
}

TEST_CASE("what may not wait long wakes a thread that looks late") {
    boost::asio::io_context io;
    int taken = 0;
    Inbox<int> inbox{io, [&](int&&, auto) { ++taken; }};
    inbox.put_late(1);
    io.run_for(std::chrono::milliseconds{3});  // from here on it looks
    inbox.put_late(2);
    io.run_for(std::chrono::milliseconds{3});  // and sees that what comes may wait
    inbox.put_late(3);
    io.poll();
    inbox.put_soon(4);
    io.poll();
    CHECK(taken == 4);
}

TEST_CASE("what is put while others are taken comes behind them") {
    boost::asio::io_context io;
    std::vector<int> taken;
    Inbox<int>* own = nullptr;
    Inbox<int> inbox{io, [&](int&& number, auto) {
                         taken.push_back(number);
                         if (number < 3) own->put(number + 10);
                     }};
    own = &inbox;
    for (const int number : numbers_to(4)) inbox.put(number);
    io.run();
    CHECK(taken == std::vector<int>{0, 1, 2, 3, 10, 11, 12});
}

TEST_CASE("what is due later is taken then, and what is behind it not before") {
    using Inbox = Inbox<int>;
    using std::chrono::milliseconds;
    boost::asio::io_context io;
    std::vector<int> taken;
    bool is_early = false;
    Inbox inbox{io, [&](int&& number, Inbox::Due due) {
                    taken.push_back(number);
                    is_early = is_early || std::chrono::steady_clock::now() < due;
                }};
    const auto now = std::chrono::steady_clock::now();
    inbox.put(0);
    inbox.put(1, now + milliseconds{10});
    inbox.put(2);
    inbox.put(3, now - milliseconds{10});
    inbox.put(4, now + milliseconds{20});
    SUBCASE("all are put before") {}
    SUBCASE("some are put while one is waited for") {
        io.run_one();
        CHECK(taken == std::vector<int>{0});
        CHECK_FALSE(inbox.is_empty());
    }
    inbox.put(5);
    io.run();
    CHECK(taken == numbers_to(6));
    CHECK_FALSE(is_early);
    CHECK(inbox.is_empty());
}
