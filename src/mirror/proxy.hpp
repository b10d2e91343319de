// SPDX-License-Identifier: Apache-2.0
// The listener in the live path: the client gets legacy's answer as it comes, whatever happens to
// the copies. It reports what passes as Sightings, like capture does.
#pragma once

#include "base/endpoint.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "http/sighting.hpp"
#include "mirror/target.hpp"
#include "mirror/tls_options.hpp"

#include <cstdint>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace shadowdiff::mirror {

struct ProxyOptions {
    std::string listen_host = "127.0.0.1";
    std::uint16_t listen_port = 0;  // 0: any free one
    Target legacy;
    TlsOptions legacy_tls;
    std::uint64_t run_seed = 0;  // makes exchange ids, as in http::Conversations
    HttpLimits http;
    MirrorLimits limits;
    std::size_t clients_max = 4'096;
};

class Proxy {
public:
    /// Listens at once; throws StartupError when it cannot. `deliver` is called on the io_context's
    /// thread and must not wait. The io_context must outlive the Proxy; all other members, and the
    /// destructor, are called on its thread or when it does not run. After destruction nothing is
    /// delivered.
    Proxy(boost::asio::io_context& io, ProxyOptions options,
          std::function<void(http::Sighting)> deliver);
    ~Proxy();

    std::uint16_t port() const;  // from any thread
    /// Takes no new connections; those there are end after the answer under way, when clients() is
    /// 0.
    void drain();
    std::size_t clients() const;

private:
    class Listener;
    std::shared_ptr<Listener> listener_;
};

}  // namespace shadowdiff::mirror
