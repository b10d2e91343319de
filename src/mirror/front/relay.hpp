// SPDX-License-Identifier: Apache-2.0
// One client connection of the proxy: its requests, one after the other, over one connection to
// legacy.
#pragma once

#include "http/parser.hpp"
#include "mirror/front/head_reader.hpp"
#include "mirror/front/observation.hpp"
#include "mirror/front/proxy.hpp"
#include "mirror/front/service.hpp"
#include "mirror/front/unseen.hpp"
#include "mirror/upstream/dialer.hpp"
#include "mirror/wire/channel.hpp"

#include <memory>

namespace shadowdiff::mirror {

/// What the relays of one proxy share.
struct Hub {
    Hub(ProxyOptions of, Deliver to, OnCoverage on_coverage)
        : options{std::move(of)},
          deliver{std::move(to)},
          unseen{std::move(on_coverage)},
          legacy{options.legacy, options.legacy_tls},
          kept{options.http.kept_total_max} {
        check(options.forwarding);
    }

    ProxyOptions options;
    Deliver deliver;  // may be called until the io_context ends
    Unseen unseen;
    Dialer legacy;
    http::KeptBytes kept;  // of requests' bodies
    bool is_draining = false;
};

class Relay : public Session {
public:
    Relay(std::shared_ptr<Hub> hub, std::unique_ptr<Channel> client, std::uint64_t connection);

    asio::awaitable<void> run() override;
    void end_if_idle() override;
    void stop() override;
    bool end_if_left() override;

private:
    asio::awaitable<void> serve_all();

    std::shared_ptr<Hub> hub_;
    Between between_;
    std::unique_ptr<Channel> client_;
    Channel legacy_;
    http::Parser requests_;
    HeadReader heads_;
};

}  // namespace shadowdiff::mirror
