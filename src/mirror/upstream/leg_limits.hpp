// SPDX-License-Identifier: Apache-2.0
// The bounds on what one leg is asked, each with its reason.
#pragma once

#include "base/time.hpp"

#include <chrono>
#include <cstddef>
#include <optional>

namespace shadowdiff::mirror {

using namespace std::chrono_literals;

struct LegLimits {
    double rate_max = 0;                // requests a second; 0: as many as there are
    std::size_t in_flight_max = 256;    // at 5 ms an answer, 50,000 requests a second
    std::size_t connections_max = 256;  // open at once, idle ones among them
    std::size_t waiting_max = 16'384;   // requests that wait for their turn
    Duration wait_max = 5s;             // since it was asked for, in live traffic; then it is stale
    Duration connect_max = 2s;          // to the end of the TLS handshake
    Duration first_byte_max = 10s;      // from the request's first byte
    Duration total_max = 30s;           // likewise
    std::size_t body_bytes_kept_max = 8 << 20;  // beyond it length and digest of an answer go on
    std::size_t bodies_kept_max = 128 << 20;    // of all its answers under way
    Duration idle_max = 30s;                    // then an unused connection is closed
    std::size_t slow_start = 8;                 // in flight at first; each answer allows one more
    // The breaker. It counts failures and answers over slow_max, in a window that slides by halves.
    std::size_t breaker_requests_min = 20;  // fewer prove nothing
    double breaker_failures_max = 0.5;      // of these; 1 or more: never opens
    std::optional<Duration> slow_max{};     // none: slow answers are no failures
    Duration breaker_window = 10s;
    Duration breaker_open_min = 1s;   // then one request probes; doubled while probes fail
    Duration breaker_open_max = 30s;  // so that a leg that comes back is seen within this
};

}  // namespace shadowdiff::mirror
