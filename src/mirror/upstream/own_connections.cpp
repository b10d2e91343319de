// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/own_connections.hpp"

#include "base/hash.hpp"

#include <cstdint>
#include <utility>

namespace shadowdiff::mirror {

std::size_t OwnConnections::EndsHash::operator()(const Ends& ends) const {
    const auto& octets = ends.remote.address.octets;
    const auto ports = std::uint64_t{ends.local.port} << 16U | ends.remote.port;
    return hash128({reinterpret_cast<const char*>(octets.data()), octets.size()}, ports).low;
}

void OwnConnections::note(const Ends& ends, Timestamp at) {
    if (at >= current_since_ + half_life || current_.size() >= half_max) {
        previous_ = std::exchange(current_, {});
        current_since_ = at;
    }
    const auto [use, is_new] = current_.try_emplace(ends, Use{at, at});
    if (!is_new) use->second.last = at;
}

bool OwnConnections::contains(const Endpoint& client, const Endpoint& server,
                              Timestamp seen_at) const {
    const Ends ends{client, server};
    return holds(current_, ends, seen_at) || holds(previous_, ends, seen_at);
}

bool OwnConnections::holds(const Half& half, const Ends& ends, Timestamp seen_at) {
    const auto found = half.find(ends);
    return found != half.end() && seen_at >= found->second.first - early_max &&
           seen_at <= found->second.last + late_max;
}

}  // namespace shadowdiff::mirror
