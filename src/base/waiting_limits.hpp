// SPDX-License-Identifier: Apache-2.0
// Bounds of what a capture holds beside bodies and segments, over all connections.
#pragma once

#include <cstddef>

namespace shadowdiff {

struct WaitingLimits {
    std::size_t http_bytes_max = 64
                                 << 20;  // heads under way, bytes and requests that wait: as
                                         // much as 1,000 connections can hold at their own bounds
    std::size_t worker_bytes_max = 64 << 20;  // in the queues of all workers, half a second of load
};

}  // namespace shadowdiff
