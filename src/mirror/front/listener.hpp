// SPDX-License-Identifier: Apache-2.0
// Lets clients in: accepts them, up to a bound, has them through the TLS handshake, and hands each
// to whoever serves it. What one of them does, the others do not notice.
#pragma once

#include "base/result.hpp"
#include "mirror/front/listen_options.hpp"
#include "mirror/front/listening_socket.hpp"
#include "mirror/front/server_tls.hpp"
#include "mirror/wire/channel.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_set>

namespace shadowdiff::mirror {

/// Serves one client until it ends. Connections are numbered from 1.
using Serve =
    std::function<asio::awaitable<void>(std::unique_ptr<Channel> client, std::uint64_t connection)>;

/// Ends the clients that have closed or said that they send nothing more; gives how many.
using EndThoseLeft = std::function<std::size_t()>;

class Listener : public std::enable_shared_from_this<Listener> {
public:
    /// Throws StartupError when it cannot listen. The io_context must outlive it.
    /// `end_those_left` may be empty.
    Listener(asio::io_context& io, ListenOptions options, Serve serve,
             EndThoseLeft end_those_left = {});

    void start();
    /// Lets nobody in any more. Those that are served stay.
    void close();
    /// New clients get the certificate that the files now hold. On an Error all is as before.
    Result<void> reload();

    const ListenAddress& address() const { return socket_.address(); }
    std::size_t clients() const { return clients_; }
    const TurnedAway& turned_away() const { return turned_away_; }

private:
    static asio::awaitable<void> accept_all(std::shared_ptr<Listener> listener);
    static asio::awaitable<void> let_in(std::shared_ptr<Listener> listener, StreamSocket socket);
    bool has_room();
    void turn_away();
    /// True when the channel is ready to be served.
    asio::awaitable<bool> shake_hands(Channel& channel);

    ListenOptions options_;
    ListeningSocket socket_;
    Serve serve_;
    EndThoseLeft end_those_left_;
    std::shared_ptr<TlsContext> tls_;             // none: plain
    std::unordered_set<Channel*> shaking_hands_;  // with us
    std::size_t clients_ = 0;
    std::size_t ending_ = 0;  // of these, at least so many
    SteadyTime next_look_;    // for those who left
    std::uint64_t connections_ = 0;
    TurnedAway turned_away_;
};

}  // namespace shadowdiff::mirror
