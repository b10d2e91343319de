// SPDX-License-Identifier: Apache-2.0
// The socket behind a ListenAddress: bound, listening, and, in the file system, gone when it ends.
#pragma once

#include "mirror/front/listen_options.hpp"
#include "mirror/net.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <sys/stat.h>

namespace shadowdiff::mirror {

using StreamAcceptor = Token::as_default_on_t<asio::basic_socket_acceptor<Stream>>;

class ListeningSocket {
public:
    /// Throws StartupError. A Unix-domain socket that nobody listens on any more is replaced; one
    /// that somebody does, and what is no socket, stays.
    ListeningSocket(asio::io_context& io, const ListenAddress& address,
                    const SocketOptions& options);
    ~ListeningSocket() { close(); }
    ListeningSocket(const ListeningSocket&) = delete;
    ListeningSocket& operator=(const ListeningSocket&) = delete;

    StreamAcceptor& acceptor() { return acceptor_; }
    /// With the port that was taken.
    const ListenAddress& address() const { return address_; }
    void close();

private:
    void open_port(asio::io_context& io, const SocketOptions& options);
    void open_path(const SocketOptions& options);

    ListenAddress address_;
    StreamAcceptor acceptor_;
    struct stat file_{};  // which our path named when it was ours
};

}  // namespace shadowdiff::mirror
