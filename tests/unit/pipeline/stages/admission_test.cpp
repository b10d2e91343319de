// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/admission.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <future>

using namespace shadowdiff::pipeline;
using namespace std::chrono_literals;

TEST_CASE("live traffic over the bound is refused, and let in again when one has left") {
    Admission admission{{.exchanges_max = 2, .bytes_max = 1'000}};
    CHECK(admission.try_enter());
    CHECK(admission.try_enter());
    CHECK_FALSE(admission.try_enter());
    admission.leave(0);
    CHECK(admission.try_enter());
    CHECK(admission.inside() == 2);
}

TEST_CASE("bytes held refuse as well as their number") {
    Admission admission{{.exchanges_max = 10, .bytes_max = 1'000}};
    CHECK(admission.try_enter());
    admission.hold(1'000);
    CHECK_FALSE(admission.try_enter());
    admission.leave(1'000);
    CHECK(admission.try_enter());
}

TEST_CASE("a file's reader waits for room, but not for what waits for the reader itself") {
    Admission admission{{.exchanges_max = 2, .bytes_max = 1'000}};
    CHECK(admission.enter(0));
    CHECK(admission.enter(1));
    CHECK_MESSAGE(admission.enter(1), "one of two awaits the reader: waiting would never end");

    auto waiting = std::async(std::launch::async, [&] { return admission.enter(1); });
    for (int i = 0; i < 2; ++i) admission.leave(0);
    CHECK(waiting.get());
}

TEST_CASE("a reader that waits goes on when more than half of the room is free") {
    Admission admission{{.exchanges_max = 16, .bytes_max = 1'000}};
    for (int i = 0; i < 16; ++i) CHECK(admission.enter(0));
    auto waiting = std::async(std::launch::async, [&] { return admission.enter(0); });
    for (int i = 0; i < 9; ++i) admission.leave(0);
    CHECK(waiting.get());
    CHECK(admission.inside() == 8);
    for (int i = 0; i < 8; ++i) {
        CHECK_MESSAGE(admission.enter(0), "who does not wait yet may use all of it");
    }
}

TEST_CASE("a reader goes on when all that is left waits for it") {
    Admission admission{{.exchanges_max = 16, .bytes_max = 1'000}};
    for (int i = 0; i < 16; ++i) CHECK(admission.enter(0));
    admission.hold(1'000);
    auto waiting = std::async(std::launch::async, [&] { return admission.enter(15); });
    admission.leave(0);
    CHECK(waiting.get());
}

TEST_CASE("shut() ends the wait and says no") {
    Admission admission{{.exchanges_max = 1, .bytes_max = 1'000}};
    CHECK(admission.enter(0));
    auto waiting = std::async(std::launch::async, [&] { return admission.enter(0); });
    admission.shut();
    CHECK_FALSE(waiting.get());
}

TEST_CASE("emptiness is seen at once, and its absence after the limit") {
    Admission admission{{}};
    CHECK(admission.wait_until_empty(0ms));
    CHECK(admission.try_enter());
    CHECK_FALSE(admission.wait_until_empty(1ms));
    auto waiting = std::async(std::launch::async, [&] { return admission.wait_until_empty(60s); });
    admission.leave(0);
    CHECK(waiting.get());
}
