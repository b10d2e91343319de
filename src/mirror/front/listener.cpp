// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/listener.hpp"

#include "mirror/front/refusal.hpp"
#include "mirror/wire/wire.hpp"

#include <utility>

namespace shadowdiff::mirror {
namespace {

// Out of file descriptors or memory: accepting again at once would only spin.
constexpr std::chrono::milliseconds accept_pause{100};
// All clients are looked at for those who left: some milliseconds for 4,096.
constexpr std::chrono::milliseconds between_looks{200};

}  // namespace

Listener::Listener(asio::io_context& io, ListenOptions options, Serve serve,
                   EndThoseLeft end_those_left)
    : options_{std::move(options)},
      socket_{io, options_.address, options_.socket},
      serve_{std::move(serve)},
      end_those_left_{std::move(end_those_left)} {
    if (const auto loaded = reload(); !loaded) throw StartupError{loaded.error().message};
    prepare_wires(io);
}

void Listener::start() {
    asio::co_spawn(socket_.acceptor().get_executor(), accept_all(shared_from_this()), Rethrow{});
}

void Listener::close() {
    socket_.close();
    for (auto* channel : shaking_hands_) channel->close();
}

Result<void> Listener::reload() {
    if (options_.tls.certificate.empty()) return {};
    auto context = make_server_context(options_.tls);
    if (!context) return std::unexpected{context.error()};
    tls_ = *std::move(context);
    return {};
}

asio::awaitable<void> Listener::accept_all(std::shared_ptr<Listener> listener) {
    auto& acceptor = listener->socket_.acceptor();
    Timer pause{acceptor.get_executor()};
    while (true) {
        auto [error, client] = co_await acceptor.async_accept();
        if (!acceptor.is_open()) co_return;
        if (error) {
            pause.expires_after(accept_pause);
            co_await pause.async_wait();
            continue;
        }
        if (!listener->has_room()) {
            listener->turn_away();
            continue;  // which closes it
        }
        asio::co_spawn(acceptor.get_executor(), let_in(listener, StreamSocket{std::move(client)}),
                       Rethrow{});
    }
}

// Those who were ended go within some turns.
bool Listener::has_room() {
    const auto bound = options_.clients_max;
    if (clients_ - ending_ < bound) return true;
    const auto now = SteadyClock::now();
    if (!end_those_left_ || now < next_look_) return false;
    next_look_ = now + between_looks;
    ending_ += end_those_left_();
    return clients_ - ending_ < bound;
}

void Listener::turn_away() {
    if (turned_away_.over_bound++ > 0 || !options_.on_first_over_bound) return;
    options_.on_first_over_bound();
}

asio::awaitable<void> Listener::let_in(std::shared_ptr<Listener> listener, StreamSocket socket) {
    const auto connection = ++listener->connections_;
    ++listener->clients_;
    auto channel = std::make_unique<Channel>(std::move(socket));
    const bool is_ready = !listener->tls_ || co_await listener->shake_hands(*channel);
    const bool is_open = listener->socket_.acceptor().is_open();
    if (is_ready && is_open) co_await listener->serve_(std::move(channel), connection);
    --listener->clients_;
    if (listener->ending_ > 0) --listener->ending_;
}

asio::awaitable<bool> Listener::shake_hands(Channel& channel) {
    const auto by = SteadyClock::now() + options_.handshake_max;
    shaking_hands_.insert(&channel);
    const auto outcome = co_await welcome(channel, tls_, by);
    shaking_hands_.erase(&channel);
    if (outcome.failure.empty()) co_return true;
    if (!socket_.acceptor().is_open()) co_return false;  // it was we who ended it
    if (outcome.is_plain_http) {
        ++turned_away_.plain_http;
        const auto answer = refusal(400, "this port speaks TLS: ask it by https://", "");
        co_await channel.write(answer, by);
        co_await channel.linger(by);
    } else if (turned_away_.failed_handshakes++ == 0) {
        turned_away_.first_failure = outcome.failure;
    }
    co_return false;
}

}  // namespace shadowdiff::mirror
