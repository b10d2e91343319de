// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/mirror/scripted_peer.hpp"

#include "base/overload.hpp"

#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace shadowdiff::mirror {

struct ScriptedPeer::State {
    Acceptor acceptor;
    std::vector<Script> scripts;
    std::vector<Bytes> received;
    std::size_t closed = 0;

    static asio::awaitable<void> accept(std::shared_ptr<State> state);
    static asio::awaitable<void> follow(std::shared_ptr<State> state, Socket socket,
                                        std::size_t index);
};

namespace {

asio::awaitable<ErrorCode> write(Socket& socket, ByteView bytes) {
    auto [error, count] = co_await asio::async_write(socket, asio::buffer(bytes), Token{});
    co_return error;
}

// What a connection has read and not yet recorded: pipelined requests come in one read.
struct Reader {
    Socket& socket;
    Bytes buffered;
    bool saw_reset = false;

    asio::awaitable<Bytes> head() {
        auto [error, count] = co_await asio::async_read_until(
            socket, asio::dynamic_buffer(buffered), "\r\n\r\n", Token{});
        co_return take(error ? buffered.size() : count);
    }
    asio::awaitable<Bytes> bytes(std::size_t count) {
        const auto wanted = count > buffered.size() ? count - buffered.size() : 0;
        co_await asio::async_read(socket, asio::dynamic_buffer(buffered),
                                  asio::transfer_exactly(wanted), Token{});
        co_return take(std::min(count, buffered.size()));
    }
    asio::awaitable<Bytes> to_end() {
        auto [error, count] = co_await asio::async_read(socket, asio::dynamic_buffer(buffered),
                                                        asio::transfer_all(), Token{});
        saw_reset = error == asio::error::connection_reset;
        socket.close();  // Asio may wait for ever when it is read once more behind its end
        co_return take(buffered.size());
    }
    Bytes take(std::size_t count) {
        auto taken = buffered.substr(0, count);
        buffered.erase(0, count);
        return taken;
    }
};

asio::awaitable<void> do_step(Reader& reader, Step step, Bytes& received) {
    auto& socket = reader.socket;
    if (std::holds_alternative<ReadHead>(step)) {
        received += co_await reader.head();
    } else if (const auto* read = std::get_if<ReadBytes>(&step)) {
        received += co_await reader.bytes(read->count);
    } else if (const auto* all = std::get_if<Write>(&step)) {
        co_await write(socket, all->bytes);
    } else if (const auto* slow = std::get_if<WriteEachByte>(&step)) {
        for (const char byte : slow->bytes) co_await write(socket, {&byte, 1});
    } else if (std::holds_alternative<Close>(step)) {
        socket.close();
    } else if (std::holds_alternative<Reset>(step)) {
        socket.set_option(asio::socket_base::linger{true, 0});
        socket.close();
    } else if (std::holds_alternative<ShutdownSend>(step)) {
        socket.shutdown(Tcp::socket::shutdown_send);
    } else {
        received += co_await reader.to_end();
    }
}

}  // namespace

asio::awaitable<void> ScriptedPeer::State::follow(std::shared_ptr<State> state, Socket socket,
                                                  std::size_t index) {
    Reader reader{socket, {}};
    for (const auto& step : state->scripts[index]) {
        Bytes received;
        co_await do_step(reader, step, received);
        state->received[index] += received;
    }
    if (socket.is_open()) co_await reader.to_end();
    ++state->closed;
}

asio::awaitable<void> ScriptedPeer::State::accept(std::shared_ptr<State> state) {
    while (true) {
        auto [error, socket] = co_await state->acceptor.async_accept();
        if (error) co_return;
        const auto index = state->received.size();
        state->received.emplace_back();
        if (index >= state->scripts.size()) continue;
        ErrorCode ignored;
        socket.set_option(Tcp::no_delay{true}, ignored);
        asio::co_spawn(state->acceptor.get_executor(),
                       follow(state, Socket{std::move(socket)}, index), Rethrow{});
    }
}

ScriptedPeer::ScriptedPeer(asio::io_context& io, std::vector<Script> scripts)
    : state_{std::make_shared<State>(
          Acceptor{io, Tcp::endpoint{asio::ip::address_v4::loopback(), 0}}, std::move(scripts))} {
    asio::co_spawn(io, State::accept(state_), Rethrow{});
}

ScriptedPeer::~ScriptedPeer() {
    ErrorCode ignored;
    state_->acceptor.close(ignored);
}

std::uint16_t ScriptedPeer::port() const { return state_->acceptor.local_endpoint().port(); }
const std::vector<Bytes>& ScriptedPeer::received() const { return state_->received; }
std::size_t ScriptedPeer::closed() const { return state_->closed; }

struct ScriptedClient::State {
    Socket socket;
    Script script;
    Bytes received;
    bool is_done = false;
    bool saw_reset = false;

    static asio::awaitable<void> follow(std::shared_ptr<State> state, std::uint16_t port);
};

asio::awaitable<void> ScriptedClient::State::follow(std::shared_ptr<State> state,
                                                    std::uint16_t port) {
    co_await state->socket.async_connect({asio::ip::address_v4::loopback(), port});
    Reader reader{state->socket, {}};
    for (const auto& step : state->script) {
        Bytes received;
        co_await do_step(reader, step, received);
        state->received += received;
    }
    state->socket.close();
    state->saw_reset = reader.saw_reset;
    state->is_done = true;
}

ScriptedClient::ScriptedClient(asio::io_context& io, std::uint16_t port, Script script)
    : state_{std::make_shared<State>(Socket{io}, std::move(script))} {
    asio::co_spawn(io, State::follow(state_, port), Rethrow{});
}

const Bytes& ScriptedClient::received() const { return state_->received; }
bool ScriptedClient::is_done() const { return state_->is_done; }
bool ScriptedClient::saw_reset() const { return state_->saw_reset; }

std::uint16_t unused_port(asio::io_context& io) {
    Tcp::acceptor acceptor{io, Tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
    return acceptor.local_endpoint().port();
}

}  // namespace shadowdiff::mirror
