// SPDX-License-Identifier: Apache-2.0
#include "reassembly/connection_table.hpp"

#include <bit>
#include <chrono>
#include <memory>

namespace shadowdiff::reassembly {
namespace {

// Moving a connection in the list touches its neighbours' memory, which is too dear for each
// packet.
constexpr Duration age_grain = std::chrono::milliseconds{100};

}  // namespace

// The seed differs between processes, as addresses do; no result depends on it.
ConnectionTable::ConnectionTable()
    : by_key_{0, HashByKey{ConnectionHash{std::bit_cast<std::uintptr_t>(this)}}} {}

Connection* ConnectionTable::look_up(const ConnectionKey& key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : *found;
}

Connection& ConnectionTable::add(const ConnectionKey& key) {
    Connection* connection = nullptr;
    if (unused_.empty()) {
        connection = &storage_.emplace_back();
    } else {
        connection = unused_.back();
        unused_.pop_back();
    }
    connection->key = key;
    by_key_.insert(connection);
    live_.push_back(*connection);
    return *connection;
}

void ConnectionTable::touch(Connection& connection, Timestamp at) {
    connection.last_seen = at;
    if (at - connection.listed_at < age_grain && at >= connection.listed_at) return;
    connection.listed_at = at;
    live_.splice(live_.end(), live_, live_.iterator_to(connection));
}

void ConnectionTable::retire(Connection& connection) {
    unwatch_hole(connection);
    connection.is_closed = true;
    closed_.splice(closed_.end(), live_, live_.iterator_to(connection));
}

void ConnectionTable::remove(Connection& connection) {
    unwatch_hole(connection);
    if (last_ == &connection) last_ = nullptr;
    by_key_.erase(&connection);
    auto& list = connection.is_closed ? closed_ : live_;
    list.erase(list.iterator_to(connection));
    std::destroy_at(&connection);
    std::construct_at(&connection);
    unused_.push_back(&connection);
}

void ConnectionTable::watch_hole(Connection& connection, Timestamp at) {
    if (connection.hole_hook.is_linked()) return;
    connection.hole_watched_since = at;
    with_holes_.push_back(connection);
}

void ConnectionTable::unwatch_hole(Connection& connection) {
    if (connection.hole_hook.is_linked()) with_holes_.erase(with_holes_.iterator_to(connection));
}

}  // namespace shadowdiff::reassembly
