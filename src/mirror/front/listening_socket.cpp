// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/listening_socket.hpp"

#include "base/escape.hpp"
#include "mirror/front/between.hpp"
#include "mirror/upstream/failure.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

namespace shadowdiff::mirror {
namespace {

using Local = asio::local::stream_protocol;

void throw_if_failed(int result) {
    if (result == 0) return;
    throw boost::system::system_error{errno, boost::system::system_category()};
}

Tcp::endpoint resolve(asio::io_context& io, const ListenAddress& address) {
    Tcp::resolver resolver{io};
    return resolver.resolve(address.host, std::to_string(address.port), Tcp::resolver::passive)
        .begin()
        ->endpoint();
}

// A socket whose program died stays in the file system, and refuses.
bool is_stale(const std::string& path, asio::io_context& io) {
    struct stat found{};
    if (::lstat(path.c_str(), &found) != 0 || !S_ISSOCK(found.st_mode)) return false;
    Local::socket probe{io};
    ErrorCode error;
    probe.connect(Local::endpoint{path}, error);
    return error == asio::error::connection_refused;
}

std::string_view advice(const ErrorCode& error) {
    if (error == asio::error::address_in_use) return "it is in use: try another --listen";
    if (error == asio::error::access_denied) return "it needs a permission that we lack";
    return "try another --listen";
}

}  // namespace

ListeningSocket::ListeningSocket(asio::io_context& io, const ListenAddress& address,
                                 const SocketOptions& options)
    : address_{address}, acceptor_{io} {
    try {
        if (address.unix_path.empty()) {
            open_port(io, options);
        } else {
            if (is_stale(address.unix_path, io)) ::unlink(address.unix_path.c_str());
            open_path(options);
        }
    } catch (const boost::system::system_error& error) {
        throw StartupError{fmt::format("cannot listen on {}: {} ({})", printable(to_text(address)),
                                       describe(error.code()), advice(error.code()))};
    }
}

void ListeningSocket::open_port(asio::io_context& io, const SocketOptions& options) {
    const auto endpoint = resolve(io, address_);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address{true});
    if (options.shares_port) {
        const int on = 1;
        throw_if_failed(
            ::setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on));
    }
    acceptor_.bind(endpoint);
    acceptor_.listen();
    address_.port = endpoint_of(acceptor_.local_endpoint()).port;
}

// Nobody can connect before listen(), so nobody does before the mode is right.
void ListeningSocket::open_path(const SocketOptions& options) {
    const auto* path = address_.unix_path.c_str();
    acceptor_.open(Local{});
    acceptor_.bind(Local::endpoint{address_.unix_path});
    throw_if_failed(::lstat(path, &file_));
    throw_if_failed(::chmod(path, options.path_mode));
    acceptor_.listen();
}

void ListeningSocket::close() {
    if (!acceptor_.is_open()) return;
    ErrorCode ignored;
    acceptor_.close(ignored);
    if (address_.unix_path.empty()) return;
    struct stat found{};
    const bool is_there = ::lstat(address_.unix_path.c_str(), &found) == 0;
    // Another program may have put its own there.
    const bool is_ours = found.st_dev == file_.st_dev && found.st_ino == file_.st_ino;
    if (is_there && is_ours) ::unlink(address_.unix_path.c_str());
}

}  // namespace shadowdiff::mirror
