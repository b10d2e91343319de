// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/relay.hpp"

#include "http/exchange_id.hpp"
#include "mirror/front/exchange_relay.hpp"

#include <utility>

namespace shadowdiff::mirror {

Relay::Relay(std::shared_ptr<Hub> hub, std::unique_ptr<Channel> client, std::uint64_t connection)
    : hub_{std::move(hub)},
      between_{between(client->socket(), connection)},
      client_{std::move(client)},
      legacy_{client_->socket().get_executor()},
      requests_{http::Parser::Kind::requests, http::Strictness::strict, hub_->options.http},
      heads_{*client_, requests_, hub_->options.limits, hub_->unseen} {
    client_->when_broken([this] { legacy_.close_if_read(); });
}

void Relay::end_if_idle() {
    if (heads_.is_idle()) client_->close();
}

void Relay::stop() {
    client_->close();
    legacy_.close();
}

// Whoever connects to legacy just now finds the client closed afterwards.
bool Relay::end_if_left() {
    if (!client_->has_peer_ended()) return false;
    client_->close();
    legacy_.close_if_read();
    return true;
}

asio::awaitable<void> Relay::run() {
    co_await serve_all();
    legacy_.close();
    co_await client_->linger(SteadyClock::now() + hub_->options.limits.linger_max);
    client_->close();
    hub_->deliver(http::ConnectionEnded{between_.connection});
}

asio::awaitable<void> Relay::serve_all() {
    const bool is_tls = !hub_->options.listen.tls.certificate.empty();
    for (std::uint64_t ordinal = 0;; ++ordinal) {
        auto head = co_await heads_.read(hub_->is_draining);
        if (!head) co_return;
        add_forwarding(hub_->options.forwarding, between_.client, is_tls, head->request);
        const auto id = http::exchange_id(hub_->options.run_seed, between_.connection, ordinal);
        Observation observation{hub_->deliver,      id,        between_, head->request,
                                hub_->options.http, hub_->kept};
        if (observation.is_wanted()) observation.keep(head->request);
        ExchangeRelay exchange{*hub_, *client_, legacy_, requests_, *std::move(head), observation};
        const bool goes_on = co_await exchange.run();
        if (!goes_on || hub_->is_draining) co_return;
    }
}

}  // namespace shadowdiff::mirror
