// SPDX-License-Identifier: Apache-2.0
#include "base/priority.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>

namespace shadowdiff {
namespace {

// As linux/sched/types.h has it, which older libraries cannot include beside sched.h.
struct SchedulerAttributes {
    std::uint32_t size = sizeof(SchedulerAttributes);
    std::uint32_t policy = 0;
    std::uint64_t flags = 0;
    std::int32_t niceness = 0;
    std::uint32_t priority = 0;
    std::uint64_t runtime_ns = 0;  // the slice
    std::uint64_t deadline_ns = 0;
    std::uint64_t period_ns = 0;
};

}  // namespace

void give_way() noexcept {
    constexpr int niceness = 10;
    // On Linux it holds for the one thread. A system that refuses it is only less polite.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
}

void be_punctual() noexcept {
    using namespace std::chrono_literals;
    constexpr std::chrono::nanoseconds slice = 100us;  // the kernel's least
    SchedulerAttributes attributes;
    if (syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
    if (attributes.policy != SCHED_OTHER) return;  // somebody gave it another one
    attributes.runtime_ns = static_cast<std::uint64_t>(slice.count());
    syscall(SYS_sched_setattr, 0, &attributes, 0);
}

}  // namespace shadowdiff
