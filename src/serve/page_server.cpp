// SPDX-License-Identifier: Apache-2.0
#include "serve/page_server.hpp"

#include "base/result.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <csignal>
#include <exception>
#include <utility>

namespace shadowdiff::serve {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using ErrorCode = boost::system::error_code;
using Tcp = asio::ip::tcp;

constexpr auto token = asio::as_tuple(asio::use_awaitable);
constexpr auto accept_pause = std::chrono::milliseconds{50};  // when no descriptor is free

// What a bug throws ends the program, and is not swallowed.
void rethrow(const std::exception_ptr& error) {
    if (error) std::rethrow_exception(error);
}

using Received = http::request<http::empty_body>;
using Sent = http::response<http::span_body<const char>>;

Request request_of(const Received& received) {
    return {received.method_string(), received.target(), received[http::field::host],
            received[http::field::authorization], received[http::field::if_none_match]};
}

// A span: the page is not copied for each that asks.
Sent message_of(const Reply& reply, bool is_head, bool keep_alive) {
    Sent message;
    message.version(11);
    message.result(reply.status);
    for (const auto& [name, value] : reply.fields) message.insert(name, value);
    message.keep_alive(keep_alive);
    if (!is_head) message.body() = {reply.body->data(), reply.body->size()};
    if (reply.status != 304) message.content_length(reply.body->size());
    return message;
}

}  // namespace

struct PageServer::State {
    State(Access access_, std::function<Page()> page_, const ServeLimits& limits_)
        : access{std::move(access_)}, page{std::move(page_)}, limits{limits_} {}

    void listen(const std::string& host, std::uint16_t port);
    Reply reply_to(const Request& request) const;
    asio::awaitable<void> accept();
    asio::awaitable<void> converse(beast::tcp_stream stream);

    Access access;
    std::function<Page()> page;
    ServeLimits limits;
    asio::io_context context{1};
    Tcp::acceptor acceptor{context};
    asio::signal_set signals{context};
    std::size_t connections = 0;
};

void PageServer::State::listen(const std::string& host, std::uint16_t port) {
    ErrorCode error;
    const auto address = asio::ip::make_address(host, error);
    if (!error) {
        const Tcp::endpoint endpoint{address, port};
        acceptor.open(endpoint.protocol(), error);
        if (!error) acceptor.set_option(Tcp::acceptor::reuse_address{true}, error);
        if (!error) acceptor.bind(endpoint, error);
        if (!error) acceptor.listen(Tcp::acceptor::max_listen_connections, error);
    }
    if (error) {
        throw StartupError{fmt::format("cannot listen on {}:{}: {}", host, port, error.message())};
    }
}

Reply PageServer::State::reply_to(const Request& request) const try {
    auto reply = refuse(request, access);
    return reply.status == 0 ? give(request, page()) : reply;
} catch (const StartupError& error) {
    return say(503, error.what());
}

// One request after the other; after one with a body, which nobody reads, or what is no HTTP the
// connection ends.
asio::awaitable<void> PageServer::State::converse(beast::tcp_stream stream) {
    beast::flat_buffer buffer;
    for (bool keep_alive = true; keep_alive;) {
        http::request_parser<http::empty_body> parser;
        parser.header_limit(limits.head_bytes_max);
        stream.expires_after(limits.idle_max);
        const auto [read_error, read] = co_await http::async_read(stream, buffer, parser, token);
        const bool has_body = read_error == http::error::unexpected_body;
        if (read_error && !has_body) break;
        const auto& received = parser.get();
        keep_alive = received.keep_alive() && !has_body;
        const auto reply = reply_to(request_of(received));
        const auto is_head = received.method() == http::verb::head;
        const auto message = message_of(reply, is_head, keep_alive);
        http::response_serializer<http::span_body<const char>> serializer{message};
        stream.expires_after(limits.write_max);
        const auto [write_error, written] =
            is_head ? co_await http::async_write_header(stream, serializer, token)
                    : co_await http::async_write(stream, serializer, token);
        if (write_error) break;
    }
    ErrorCode ignored;
    stream.socket().shutdown(Tcp::socket::shutdown_both, ignored);
    --connections;
}

asio::awaitable<void> PageServer::State::accept() {
    asio::steady_timer pause{context};
    while (acceptor.is_open()) {
        if (connections < limits.connections_max) {
            auto [error, socket] = co_await acceptor.async_accept(token);
            if (!error) {
                ++connections;
                asio::co_spawn(context, converse(beast::tcp_stream{std::move(socket)}), rethrow);
                continue;
            }
        }
        pause.expires_after(accept_pause);
        co_await pause.async_wait(token);
    }
}

PageServer::PageServer(const std::string& host, std::uint16_t port, Access access,
                       std::function<Page()> page, const ServeLimits& limits)
    : state_{std::make_unique<State>(std::move(access), std::move(page), limits)} {
    state_->listen(host, port);
}

PageServer::~PageServer() = default;

std::string PageServer::url() const {
    const auto endpoint = state_->acceptor.local_endpoint();
    const auto address = endpoint.address().to_string();
    return endpoint.address().is_v6() ? fmt::format("http://[{}]:{}/", address, endpoint.port())
                                      : fmt::format("http://{}:{}/", address, endpoint.port());
}

bool PageServer::is_loopback() const {
    return state_->acceptor.local_endpoint().address().is_loopback();
}

void PageServer::run() {
    state_->signals.add(SIGINT);
    state_->signals.add(SIGTERM);
    state_->signals.async_wait([this](ErrorCode, int) { state_->context.stop(); });
    asio::co_spawn(state_->context, state_->accept(), rethrow);
    state_->context.run();
}

}  // namespace shadowdiff::serve
