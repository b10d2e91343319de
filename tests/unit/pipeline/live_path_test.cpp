// SPDX-License-Identifier: Apache-2.0
// The client's path waits for legacy alone. Here everything behind it stands still for as long as
// the client asks: a candidate that never answers, a store that is locked, queues of a few places.
// One wait for any of them, and this test would not end.
#include "pipeline/shadow.hpp"
#include "tests/support/temporary_folder.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr int request_count = 300;
const std::string get_teas = "GET /teas HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string legacy_answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\ngreen";
const std::string other_answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nblack";

class Descriptor {
public:
    explicit Descriptor(int of) : descriptor_{of} {
        if (of < 0) throw std::runtime_error{"no socket"};
    }
    Descriptor(Descriptor&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
    Descriptor& operator=(Descriptor&&) = delete;
    ~Descriptor() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

// False at the end of the stream.
bool read_exactly(int descriptor, std::string& into, std::size_t bytes) {
    into.resize(bytes);
    for (std::size_t got = 0; got < bytes;) {
        const auto count = ::recv(descriptor, into.data() + got, bytes - got, 0);
        if (count <= 0) return false;
        got += static_cast<std::size_t>(count);
    }
    return true;
}

bool read_head(int descriptor) {
    std::string head;
    std::array<char, 4'096> piece{};
    while (!head.ends_with("\r\n\r\n")) {
        const auto count = ::recv(descriptor, piece.data(), piece.size(), 0);
        if (count <= 0) return false;
        head.append(piece.data(), static_cast<std::size_t>(count));
    }
    return true;
}

/// A service on loopback. One that answers takes a connection at a time, and says the same to each
/// request on it; one that does not leaves its connections to the kernel.
class Service {
public:
    Service() : listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        auto address = loopback(0);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        REQUIRE(::bind(listener_.get(), generic, size) == 0);
        REQUIRE(::listen(listener_.get(), 1'024) == 0);
        REQUIRE(::getsockname(listener_.get(), generic, &size) == 0);
        port_ = ntohs(address.sin_port);
    }
    ~Service() { ::shutdown(listener_.get(), SHUT_RDWR); }

    void answer(std::string_view with) {
        thread_ = std::jthread{[this, with] {
            while (true) {
                const int accepted = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
                if (accepted < 0) return;
                connections_.emplace_back([with, connection = Descriptor{accepted}] {
                    while (read_head(connection.get())) {
                        ::send(connection.get(), with.data(), with.size(), MSG_NOSIGNAL);
                    }
                });
            }
        }};
    }
    mirror::Target target() const { return {.host = "127.0.0.1", .port = port_, .base_path = ""}; }

private:
    Descriptor listener_;
    std::uint16_t port_ = 0;
    std::vector<std::jthread> connections_;
    std::jthread thread_;
};

int answers_of_legacy(std::uint16_t port) {
    const Descriptor client{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const auto address = loopback(port);
    if (::connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return 0;
    }
    int answers = 0;
    for (std::string got; answers < request_count; ++answers) {
        ::send(client.get(), get_teas.data(), get_teas.size(), MSG_NOSIGNAL);
        if (!read_exactly(client.get(), got, legacy_answer.size()) || got != legacy_answer) break;
    }
    return answers;
}

struct Standstill {
    bool of_candidate = false;
    bool of_store = false;
};

void check_that_the_client_is_served(Standstill standstill) {
    const test::TemporaryFolder folder;
    Service legacy, candidate;
    legacy.answer(legacy_answer);
    if (!standstill.of_candidate) candidate.answer(other_answer);

    ShadowOptions options;
    options.run_file = folder.path() / "run.db";
    options.legacy = ObservedLegacy{};
    options.candidate = candidate.target();
    options.keep.keep = Keep::all;
    options.limits.exchanges_max = 8;
    options.limits.store_queued_max = 1;
    options.limits.batch_rows_max = 1;
    options.limits.drain_max = 100ms;
    mirror::ProxyOptions proxy;
    proxy.legacy = legacy.target();

    StopSignal stop;
    std::optional<SQLite::Database> locked;
    int answers = 0;
    std::jthread client;
    const auto result = shadow_proxy(
        proxy, options, stop, [](const Progress&) {},
        [&](const mirror::ListenAddress& address) {
            if (standstill.of_store) {
                locked.emplace(options.run_file.string(), SQLite::OPEN_READWRITE, 60'000);
                locked->exec("BEGIN IMMEDIATE");
            }
            client = std::jthread{[&, port = address.port] {
                answers = answers_of_legacy(port);
                if (locked) locked->exec("ROLLBACK");
                stop.request();
            }};
        });
    client.join();
    CHECK(answers == request_count);
    CHECK(result.ledger.seen() == request_count);
    CHECK(result.ledger.pending() == 0);
    CHECK(result.ledger.count(judge::Verdict::dropped) > 0);  // there was no room for all of them
}

TEST_CASE("a candidate that never answers") {
    check_that_the_client_is_served({.of_candidate = true, .of_store = false});
}

TEST_CASE("a store that cannot write") {
    check_that_the_client_is_served({.of_candidate = false, .of_store = true});
}

TEST_CASE("neither") { check_that_the_client_is_served({.of_candidate = true, .of_store = true}); }

}  // namespace
}  // namespace shadowdiff::pipeline
