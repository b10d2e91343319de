// SPDX-License-Identifier: Apache-2.0
// The client connection that an exchange belongs to.
#pragma once

#include "base/endpoint.hpp"
#include "mirror/net.hpp"

#include <cstdint>

namespace shadowdiff::mirror {

struct Between {
    std::uint64_t connection = 0;
    Endpoint client;
    Endpoint server;
};

Between between(const StreamSocket& client, std::uint64_t connection);

/// Of a connection of ours.
struct Ends {
    Endpoint local;
    Endpoint remote;
    auto operator<=>(const Ends&) const = default;
};

/// A socket's address as an Endpoint; zeros for a Unix-domain socket, which has neither address nor
/// port.
Endpoint endpoint_of(const Stream::endpoint& endpoint);

}  // namespace shadowdiff::mirror
