// SPDX-License-Identifier: Apache-2.0
// What a mirrored request costs beside bare coroutines that send the same bytes and count what
// comes back: 64 in flight, answers of 490 bytes, against one server in a process of its own.
#include "bench/rounds.hpp"
#include "mirror/mirror.hpp"
#include "mirror/net.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <string>

namespace {

using namespace shadowdiff;
using namespace shadowdiff::mirror;

constexpr std::size_t requests = 20'000;
constexpr std::size_t in_flight = 64;
const std::string request_text =
    "GET /teas/1 HTTP/1.1\r\nHost: shop.example.com\r\nUser-Agent: b\r\n\r\n";
const std::string answer_text =
    "HTTP/1.1 200 OK\r\nServer: b\r\nContent-Type: application/json\r\n"
    "Content-Length: 490\r\n\r\n" +
    std::string(490, 'x');

asio::awaitable<void> serve(Socket socket) {
    std::array<char, 4'096> buffer{};
    socket.set_option(Tcp::no_delay{true});
    while (true) {
        auto [error, count] = co_await socket.async_read_some(asio::buffer(buffer));
        if (error) co_return;
        co_await asio::async_write(socket, asio::buffer(answer_text), Token{});
    }
}

asio::awaitable<void> accept(Acceptor& acceptor) {
    while (true) {
        auto [error, socket] = co_await acceptor.async_accept();
        if (error) co_return;
        asio::co_spawn(acceptor.get_executor(), serve(Socket{std::move(socket)}), Rethrow{});
    }
}

std::uint16_t start_server() {
    asio::io_context io;
    Acceptor acceptor{io, Tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    const auto port = acceptor.local_endpoint().port();
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        io.notify_fork(asio::execution_context::fork_child);
        asio::co_spawn(io, accept(acceptor), Rethrow{});
        io.run();
        _exit(0);
    }
    return port;
}

asio::awaitable<void> ask_bare(asio::io_context& io, std::uint16_t port, std::size_t& left) {
    Socket socket{io};
    co_await socket.async_connect({asio::ip::address_v4::loopback(), port});
    socket.set_option(Tcp::no_delay{true});
    std::array<char, 16'384> buffer{};
    while (left > 0) {
        --left;
        co_await asio::async_write(socket, asio::buffer(request_text), Token{});
        for (std::size_t got = 0; got < answer_text.size();) {
            auto [error, count] = co_await socket.async_read_some(asio::buffer(buffer));
            if (error) co_return;
            got += count;
        }
    }
}

void bare(std::uint16_t port) {
    asio::io_context io;
    auto left = requests;
    for (std::size_t i = 0; i < in_flight; ++i) {
        asio::co_spawn(io, ask_bare(io, port, left), Rethrow{});
    }
    io.run();
}

void mirrored(std::uint16_t port) {
    asio::io_context io;
    auto request = std::make_shared<http::Request>();
    request->method = "GET";
    request->target = "/teas/1";
    request->headers = {{"Host", "shop.example.com"}, {"User-Agent", "b"}};
    MirrorOptions options;
    LegTarget candidate;
    candidate.target.host = "127.0.0.1";
    candidate.target.port = port;
    candidate.options.limits.slow_start = in_flight;
    options.legs = {candidate};
    options.run_mark = "0123456789abcdef";
    std::size_t asked = 0, answered = 0;
    std::unique_ptr<Mirror> engine;
    const auto ask = [&] {
        engine->ask({.id = {1, asked},
                     .connection = asked % in_flight,
                     .request = request,
                     .legs = {http::Leg::candidate}});
        ++asked;
    };
    engine = std::make_unique<Mirror>(io, options, [&](const Answered& answer) {
        if (!answer.answer.response()) std::abort();
        ++answered;
        if (asked < requests) ask();
    });
    for (std::size_t i = 0; i < in_flight; ++i) ask();
    while (answered < requests) io.run_one();
}

}  // namespace

int main() {
    const auto port = start_server();
    bench::compare(
        "mirror", "bare coroutines", requests, [&] { mirrored(port); }, [&] { bare(port); });
    return 0;
}
