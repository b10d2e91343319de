// SPDX-License-Identifier: Apache-2.0
// A leg's connections that nobody uses just now. The one used last is used first, so that the
// others may grow old and be closed.
#pragma once

#include "mirror/upstream/leg_limits.hpp"
#include "mirror/wire/channel.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace shadowdiff::mirror {

using Connection = std::shared_ptr<Channel>;

class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
public:
    ConnectionPool(const asio::any_io_executor& executor, Duration idle_max)
        : idle_max_{idle_max}, timer_{executor} {}

    /// One that can carry a request, or null. For a request that must not be sent twice it is one
    /// that no common server has given up by then.
    Connection take(bool is_safe);
    /// One whose last answer was complete.
    void put(Connection connection);
    /// One of which nothing was asked yet: used when no other is there, the one that was put first
    /// before the others, as a service that serves one at a time accepts them.
    void put_unused(Connection connection);
    void clear();
    std::size_t size() const { return idle_.size(); }

private:
    struct Idle {
        Connection connection;
        SteadyTime since;
    };

    void close_in_time();
    void close_old();

    Duration idle_max_;
    std::vector<Idle> idle_;  // the one used last at the back, unused ones at the front
    Timer timer_;
    bool is_timer_set_ = false;
};

}  // namespace shadowdiff::mirror
