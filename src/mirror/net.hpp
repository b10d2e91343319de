// SPDX-License-Identifier: Apache-2.0
// The few words of Asio that this folder uses: errors come back as values beside the result.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>

namespace shadowdiff::mirror {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using Token = asio::as_tuple_t<asio::use_awaitable_t<>>;
using Tcp = asio::ip::tcp;
using Socket = Token::as_default_on_t<Tcp::socket>;
using Acceptor = Token::as_default_on_t<Tcp::acceptor>;
/// Of TCP or of a Unix-domain socket.
using Stream = asio::generic::stream_protocol;
using StreamSocket = Token::as_default_on_t<Stream::socket>;
using Timer = Token::as_default_on_t<asio::steady_timer>;
using SteadyClock = std::chrono::steady_clock;
using SteadyTime = SteadyClock::time_point;

/// The end of every coroutine that nobody waits for: a bug's exception leaves io_context::run()
/// and is not swallowed.
struct Rethrow {
    void operator()(const std::exception_ptr& error) const {
        if (error) std::rethrow_exception(error);
    }
};

}  // namespace shadowdiff::mirror
