// SPDX-License-Identifier: Apache-2.0
// One client connection of the proxy: its requests, one after the other, over one connection to
// legacy.
#pragma once

#include "http/parser.hpp"
#include "mirror/channel.hpp"
#include "mirror/dialer.hpp"
#include "mirror/observation.hpp"
#include "mirror/proxy.hpp"

#include <memory>
#include <optional>

namespace shadowdiff::mirror {

/// What the relays of one proxy share.
struct Hub {
    Hub(ProxyOptions of, Deliver to)
        : options{std::move(of)},
          deliver{std::move(to)},
          legacy{options.legacy, options.legacy_tls} {}

    ProxyOptions options;
    Deliver deliver;  // may be called until the io_context ends
    Dialer legacy;
    bool is_draining = false;
};

class Relay {
public:
    Relay(std::shared_ptr<Hub> hub, Socket client, std::uint64_t connection);

    /// Until the client connection has ended.
    static asio::awaitable<void> run(std::shared_ptr<Relay> relay);
    void end_if_idle();
    void stop();  // at once

private:
    asio::awaitable<void> serve_all();
    /// Nothing when the client closed, took too long, or was refused.
    asio::awaitable<std::optional<http::RequestHead>> read_head();
    asio::awaitable<void> refuse_malformed(std::string rule);
    asio::awaitable<void> linger();

    std::shared_ptr<Hub> hub_;
    Between between_;
    Channel client_;
    Channel legacy_;
    http::Parser requests_;
    bool is_idle_ = false;
};

}  // namespace shadowdiff::mirror
