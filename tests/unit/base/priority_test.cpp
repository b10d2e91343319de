// SPDX-License-Identifier: Apache-2.0
#include "base/priority.hpp"

#include <doctest/doctest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <thread>

using namespace shadowdiff;

namespace {

int niceness() { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); }

}  // namespace

TEST_CASE("one thread gives way, and the others do not") {
    const auto before = niceness();
    std::thread{[&] {
        give_way();
        CHECK(niceness() == 10);
    }}.join();
    CHECK(niceness() == before);
}

TEST_CASE("a punctual thread keeps its policy and its niceness") {
    const auto before = niceness();
    std::thread{[&] {
        be_punctual();
        CHECK(sched_getscheduler(0) == SCHED_OTHER);
        CHECK(niceness() == before);
    }}.join();
}
