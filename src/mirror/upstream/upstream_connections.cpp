// SPDX-License-Identifier: Apache-2.0
// How an upstream comes by its connections, before and when it needs them, and keeps them.
#include "mirror/upstream/upstream.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::mirror {

Connection Upstream::fresh() {
    ++counters_.connections;
    return std::make_shared<Channel>(executor_);
}

bool Upstream::may_keep(Channel& connection) {
    const bool has_room = idle_->size() + in_use_.size() < leg_.options.limits.connections_max;
    return !stopped_ && has_room && connection.is_quiet() && dialer_.is_current(connection);
}

void Upstream::give_back(Connection connection) {
    if (!may_keep(*connection)) return connection->close();
    idle_->put(std::move(connection));
}

// As many at a time as requests at first, for who is asked may be small.
void Upstream::connect_ahead(std::size_t connections, const std::shared_ptr<void>& whole) {
    const auto& limits = leg_.options.limits;
    const auto left = std::make_shared<std::size_t>(
        std::min({connections, limits.connections_max, limits.in_flight_max}));
    for (auto n = std::min(*left, limits.slow_start); n > 0; --n) {
        asio::co_spawn(executor_, connect_some(shared_from_this(), left, whole), Rethrow{});
    }
}

// What fails here fails again where it is needed, and is told there.
asio::awaitable<void> Upstream::connect_some(std::shared_ptr<Upstream> self,
                                             std::shared_ptr<std::size_t> left,
                                             std::shared_ptr<void> /*whole*/) {
    while (*left > 0 && !self->stopped_) {
        --*left;
        auto connection = self->fresh();
        self->in_use_.insert(connection);
        const auto failure =
            co_await self->dialer_.connect(*connection, self->leg_.options.limits.connect_max);
        self->in_use_.erase(connection);
        if (failure) *left = 0;
        if (failure || !self->may_keep(*connection)) {
            connection->close();
        } else {
            self->idle_->put_unused(std::move(connection));
        }
    }
}

}  // namespace shadowdiff::mirror
