// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/connection_pool.hpp"

#include <utility>

namespace shadowdiff::mirror {
namespace {

// A connection that was used so recently has not been closed for idleness: no need to look.
constexpr Duration trusted_for = 250ms;
// Common servers keep a connection for two seconds and more.
constexpr Duration trusted_with_unsafe_for = 1s;

}  // namespace

Connection ConnectionPool::take(bool is_safe) {
    const auto now = SteadyClock::now();
    while (!idle_.empty()) {
        auto [connection, since] = std::move(idle_.back());
        idle_.pop_back();
        const auto idle_for = now - since;
        const bool is_trusted = is_safe || idle_for < trusted_with_unsafe_for;
        const bool is_usable = idle_for < trusted_for && is_safe ? connection->is_quiet()
                                                                 : connection->is_reusable(is_safe);
        if (is_trusted && is_usable) return connection;
        connection->close();
    }
    return nullptr;
}

void ConnectionPool::put(Connection connection) {
    idle_.push_back({std::move(connection), SteadyClock::now()});
    if (!is_timer_set_) close_in_time();
}

void ConnectionPool::put_unused(Connection connection) {
    idle_.insert(idle_.begin(), {std::move(connection), SteadyClock::now()});
    if (!is_timer_set_) close_in_time();
}

void ConnectionPool::clear() {
    for (const auto& idle : idle_) idle.connection->close();
    idle_.clear();
}

void ConnectionPool::close_in_time() {
    is_timer_set_ = true;
    timer_.expires_at(idle_.front().since + idle_max_);
    timer_.async_wait([weak = weak_from_this()](ErrorCode error) {
        const auto self = weak.lock();
        if (self && !error) self->close_old();
    });
}

void ConnectionPool::close_old() {
    is_timer_set_ = false;
    const auto now = SteadyClock::now();
    std::erase_if(idle_, [&](const Idle& idle) {
        const bool is_old = idle.since + idle_max_ <= now;
        if (is_old) idle.connection->close();
        return is_old;
    });
    if (!idle_.empty()) close_in_time();
}

}  // namespace shadowdiff::mirror
