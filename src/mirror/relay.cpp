// SPDX-License-Identifier: Apache-2.0
#include "mirror/relay.hpp"

#include "http/exchange_id.hpp"
#include "mirror/exchange_relay.hpp"
#include "mirror/refusal.hpp"

#include <algorithm>
#include <utility>

namespace shadowdiff::mirror {
namespace {

Endpoint to_endpoint(const Tcp::endpoint& endpoint) {
    Endpoint made{.address = {}, .port = endpoint.port()};
    const auto& address = endpoint.address();
    if (address.is_v6()) {
        made.address.is_v6 = true;
        std::ranges::copy(address.to_v6().to_bytes(), made.address.octets.begin());
    } else {
        std::ranges::copy(address.to_v4().to_bytes(), made.address.octets.begin());
    }
    return made;
}

Between between(const Socket& client, std::uint64_t connection) {
    ErrorCode ignored;  // a client that has gone already has no address
    return {.connection = connection,
            .client = to_endpoint(client.remote_endpoint(ignored)),
            .server = to_endpoint(client.local_endpoint(ignored))};
}

}  // namespace

Relay::Relay(std::shared_ptr<Hub> hub, Socket client, std::uint64_t connection)
    : hub_{std::move(hub)},
      between_{between(client, connection)},
      client_{std::move(client)},
      legacy_{client_.socket().get_executor()},
      requests_{http::Parser::Kind::requests, http::Strictness::strict, hub_->options.http} {}

void Relay::end_if_idle() {
    if (is_idle_) client_.close();
}

void Relay::stop() {
    client_.close();
    legacy_.close();
}

asio::awaitable<void> Relay::run(std::shared_ptr<Relay> relay) {
    co_await relay->serve_all();
    relay->legacy_.close();
    co_await relay->linger();
    relay->client_.close();
    relay->hub_->deliver(http::ConnectionEnded{relay->between_.connection});
}

asio::awaitable<void> Relay::serve_all() {
    for (std::uint64_t ordinal = 0;; ++ordinal) {
        auto head = co_await read_head();
        if (!head) co_return;
        const auto id = http::exchange_id(hub_->options.run_seed, between_.connection, ordinal);
        Observation observation{hub_->deliver, id, between_, head->request, hub_->options.http};
        ExchangeRelay exchange{*hub_, client_, legacy_, requests_, *std::move(head), observation};
        const bool goes_on = co_await exchange.run();
        if (!goes_on || hub_->is_draining) co_return;
    }
}

asio::awaitable<std::optional<http::RequestHead>> Relay::read_head() {
    const auto& limits = hub_->options.limits;
    std::optional<SteadyTime> head_by;
    while (true) {
        auto event = requests_.next(client_.unread());
        if (auto* head = std::get_if<http::RequestHead>(&event)) co_return std::move(*head);
        if (auto* malformed = std::get_if<http::Malformed>(&event)) {
            co_await refuse_malformed(std::move(malformed->rule));
            co_return std::nullopt;
        }
        is_idle_ = requests_.is_between_messages();
        if (is_idle_ && hub_->is_draining) co_return std::nullopt;
        if (!is_idle_ && !head_by) head_by = SteadyClock::now() + limits.client_head_max;
        const auto by = head_by.value_or(SteadyClock::now() + limits.client_idle_max);
        const auto error = co_await client_.read(by);
        is_idle_ = false;
        if (error) co_return std::nullopt;
    }
}

asio::awaitable<void> Relay::refuse_malformed(std::string rule) {
    const auto answer = refusal(400, rule, "");
    co_await client_.write(answer, SteadyClock::now() + hub_->options.limits.client_head_max);
}

// A close while the client still sends would become a reset, and could take our last answer with
// it. So we say that we are done, and read what comes to its end.
asio::awaitable<void> Relay::linger() {
    client_.shutdown_send();
    const auto by = SteadyClock::now() + hub_->options.limits.linger_max;
    for (ErrorCode error; !error;) {
        client_.unread() = {};
        error = co_await client_.read(by);
    }
}

}  // namespace shadowdiff::mirror
