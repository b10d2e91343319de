// SPDX-License-Identifier: Apache-2.0
#include "mirror/proxy.hpp"

#include "base/escape.hpp"
#include "mirror/failure.hpp"
#include "mirror/relay.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <unordered_map>
#include <utility>

namespace shadowdiff::mirror {
namespace {

// Out of file descriptors or memory: accepting again at once would only spin.
constexpr Duration accept_pause = 100ms;

Tcp::endpoint endpoint_of(asio::io_context& io, const ProxyOptions& options) {
    Tcp::resolver resolver{io};
    return resolver
        .resolve(options.listen_host, std::to_string(options.listen_port), Tcp::resolver::passive)
        .begin()
        ->endpoint();
}

Acceptor listen(asio::io_context& io, const ProxyOptions& options) {
    try {
        return Acceptor{io, endpoint_of(io, options)};
    } catch (const boost::system::system_error& error) {
        throw StartupError{fmt::format("cannot listen on {}:{}: {} (try another --listen)",
                                       printable(options.listen_host), options.listen_port,
                                       describe(error.code()))};
    }
}

}  // namespace

class Proxy::Listener {
public:
    Listener(asio::io_context& io, ProxyOptions options, Deliver deliver)
        : acceptor_{listen(io, options)},
          port_{acceptor_.local_endpoint().port()},
          hub_{std::make_shared<Hub>(std::move(options), std::move(deliver))} {}

    static asio::awaitable<void> accept_all(std::shared_ptr<Listener> listener);
    auto executor() { return acceptor_.get_executor(); }
    std::uint16_t port() const { return port_; }
    std::size_t clients() const { return relays_.size(); }
    void drain();
    void stop();

private:
    static asio::awaitable<void> relay(std::shared_ptr<Listener> listener, Socket client);
    bool has_room() const { return relays_.size() < hub_->options.clients_max; }

    Acceptor acceptor_;
    std::uint16_t port_;
    std::shared_ptr<Hub> hub_;
    std::unordered_map<std::uint64_t, std::shared_ptr<Relay>> relays_;  // by connection
    std::uint64_t connections_ = 0;
};

asio::awaitable<void> Proxy::Listener::accept_all(std::shared_ptr<Listener> listener) {
    Timer pause{listener->executor()};
    while (true) {
        auto [error, client] = co_await listener->acceptor_.async_accept();
        if (!listener->acceptor_.is_open()) co_return;
        if (error) {
            pause.expires_after(accept_pause);
            co_await pause.async_wait();
            continue;
        }
        if (!listener->has_room()) continue;  // which closes it
        asio::co_spawn(listener->executor(), relay(listener, Socket{std::move(client)}), Rethrow{});
    }
}

asio::awaitable<void> Proxy::Listener::relay(std::shared_ptr<Listener> listener, Socket client) {
    const auto connection = ++listener->connections_;
    const auto relay = std::make_shared<Relay>(listener->hub_, std::move(client), connection);
    listener->relays_.emplace(connection, relay);
    co_await Relay::run(relay);
    listener->relays_.erase(connection);
}

void Proxy::Listener::drain() {
    ErrorCode ignored;
    acceptor_.close(ignored);
    hub_->is_draining = true;
    for (const auto& [connection, relay] : relays_) relay->end_if_idle();
}

void Proxy::Listener::stop() {
    drain();
    hub_->deliver = [](const http::Sighting&) {};
    for (const auto& [connection, relay] : relays_) relay->stop();
}

Proxy::Proxy(asio::io_context& io, ProxyOptions options,
             std::function<void(http::Sighting)> deliver)
    : listener_{std::make_shared<Listener>(io, std::move(options), std::move(deliver))} {
    asio::co_spawn(io, Listener::accept_all(listener_), Rethrow{});
}
Proxy::~Proxy() { listener_->stop(); }

std::uint16_t Proxy::port() const { return listener_->port(); }
void Proxy::drain() { listener_->drain(); }
std::size_t Proxy::clients() const { return listener_->clients(); }

}  // namespace shadowdiff::mirror
