// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/between.hpp"

#include <algorithm>
#include <cstring>

namespace shadowdiff::mirror {

Endpoint endpoint_of(const Stream::endpoint& endpoint) {
    const auto family = endpoint.protocol().family();
    if (family != AF_INET && family != AF_INET6) return {};
    Tcp::endpoint tcp;
    tcp.resize(endpoint.size());
    std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
    Endpoint made{.address = {}, .port = tcp.port()};
    const auto& address = tcp.address();
    if (address.is_v6()) {
        made.address.is_v6 = true;
        std::ranges::copy(address.to_v6().to_bytes(), made.address.octets.begin());
    } else {
        std::ranges::copy(address.to_v4().to_bytes(), made.address.octets.begin());
    }
    return made;
}

Between between(const StreamSocket& client, std::uint64_t connection) {
    ErrorCode ignored;  // a client that has gone already has no address
    return {.connection = connection,
            .client = endpoint_of(client.remote_endpoint(ignored)),
            .server = endpoint_of(client.local_endpoint(ignored))};
}

}  // namespace shadowdiff::mirror
