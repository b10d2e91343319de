// SPDX-License-Identifier: Apache-2.0
// Wires of each kind, with their far ends.
#pragma once

#include "mirror/wire/polled_wire.hpp"
#include "mirror/wire/ring_wire.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shadowdiff::mirror {

/// The far end of a wire, by plain calls.
class FarEnd {
public:
    explicit FarEnd(int descriptor) : descriptor_{descriptor} {}
    ~FarEnd() { close(); }
    FarEnd(const FarEnd&) = delete;
    FarEnd& operator=(const FarEnd&) = delete;

    std::size_t send(const std::string& bytes) {
        const auto sent =
            ::send(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        return sent > 0 ? static_cast<std::size_t>(sent) : 0;
    }
    /// What is there now; `is_at_end` when nothing more will come.
    std::string receive() {
        std::string all;
        std::array<char, 4'096> piece;
        ssize_t count = 0;
        while ((count = ::recv(descriptor_, piece.data(), piece.size(), MSG_DONTWAIT)) > 0) {
            all.append(piece.data(), static_cast<std::size_t>(count));
        }
        is_at_end = count == 0 || errno == ECONNRESET;
        return all;
    }
    void close() {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }

    bool is_at_end = false;

private:
    int descriptor_;
};

struct Pair {
    std::shared_ptr<Wire> wire;
    std::unique_ptr<FarEnd> far;
};

using MakeWire = std::function<std::shared_ptr<Wire>(asio::io_context&, int)>;

inline Pair make_pair_of(const MakeWire& make, asio::io_context& io) {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0);
    return {make(io, ends[0]), std::make_unique<FarEnd>(ends[1])};
}

/// Runs what is ready until `is_done`; what is not ready would wait for ever.
inline void run_until(asio::io_context& io, const std::function<bool()>& is_done) {
    while (!is_done()) {
        io.restart();
        io.run_one_for(std::chrono::milliseconds{10});
    }
}

inline asio::awaitable<void> read_all(std::shared_ptr<Wire> wire, std::string& all,
                                      ErrorCode& end) {
    while (!end) {
        if (!wire->may_read()) {
            co_await wire->reader().wait();
            if (wire->reader().is_called_off()) end = asio::error::operation_aborted;
        }
        auto came = wire->read();
        if (came.bytes > 0) all.append(came.buffer->data(), came.bytes);
        if (came.error && came.error != asio::error::would_block) end = came.error;
    }
}

inline asio::awaitable<void> write_all(std::shared_ptr<Wire> wire, std::string first,
                                       std::string second, std::optional<ErrorCode>& end) {
    ByteView left{first}, behind{second};
    auto error = wire->write(left, behind);
    while (error == asio::error::would_block) {
        co_await wire->writer().wait();
        error = wire->writer().is_called_off() ? asio::error::operation_aborted
                                               : wire->write(left, behind);
    }
    end = error;
}

/// Of wires, those that there are here.
inline std::vector<std::pair<const char*, MakeWire>> kinds() {
    std::vector<std::pair<const char*, MakeWire>> kinds{
        {"epoll", [](asio::io_context& io, int descriptor) -> std::shared_ptr<Wire> {
             return std::make_shared<PolledWire>(io.get_executor(),
                                                 asio::use_service<Readiness>(io), descriptor);
         }}};
    asio::io_context io;
    if (!asio::use_service<Ring>(io).is_there()) {
        MESSAGE("no io_uring here: left out");
        return kinds;
    }
    kinds.emplace_back("io_uring", [](asio::io_context& at, int descriptor) {
        auto& ring = asio::use_service<Ring>(at);
        REQUIRE(ring.is_there());
        return RingWire::make(at.get_executor(), ring, descriptor);
    });
    return kinds;
}

/// What is ready now, and what comes of it.
inline void poll(asio::io_context& io) {
    for (int i = 0; i < 10; ++i) {
        io.restart();
        io.poll();
    }
}

}  // namespace shadowdiff::mirror
