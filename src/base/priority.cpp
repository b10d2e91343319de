// SPDX-License-Identifier: Apache-2.0
#include "base/priority.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace shadowdiff {

void give_way() noexcept {
    constexpr int niceness = 10;
    // On Linux it holds for the one thread. A system that refuses it is only less polite.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), niceness);
}

}  // namespace shadowdiff
