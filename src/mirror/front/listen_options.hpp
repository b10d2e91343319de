// SPDX-License-Identifier: Apache-2.0
// How clients are let in, and what became of those who were not.
#pragma once

#include "base/time.hpp"
#include "mirror/front/listen_address.hpp"

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace shadowdiff::mirror {

struct SocketOptions {
    bool shares_port = false;  // SO_REUSEPORT: the kernel spreads clients over all who say so
    mode_t path_mode = 0600;   // of a Unix-domain socket: who may connect needs to write it
};

struct ServerTlsOptions {
    std::string certificate;  // with its chain, as PEM; empty: plain
    std::string key;
};

struct ListenOptions {
    ListenAddress address{};
    SocketOptions socket{};
    ServerTlsOptions tls{};
    // At once. A further one is closed, unless others make room that have closed or half-closed.
    std::size_t clients_max = 4'096;
    std::function<void()> on_first_over_bound = {};     // may be empty
    Duration handshake_max = std::chrono::seconds{10};  // no client on a bad network takes longer
};

/// Clients that were not let in.
struct TurnedAway {
    std::uint64_t over_bound = 0;
    std::uint64_t plain_http = 0;  // on a port that speaks TLS
    std::uint64_t failed_handshakes = 0;
    std::string first_failure;  // of these
};

}  // namespace shadowdiff::mirror
