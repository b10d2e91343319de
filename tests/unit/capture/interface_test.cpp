// SPDX-License-Identifier: Apache-2.0
// Live capture on the loopback interface, where this process may sniff.
#include "capture/open.hpp"
#include "tests/support/decode_one.hpp"
#include "tests/support/seen_connections.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stop_token>
#include <string>
#include <thread>

using namespace shadowdiff;

namespace {

bool may_sniff_loopback() {
    const auto allowed = capture::may_sniff("lo");
    if (!allowed) MESSAGE("skipped: " << allowed.error().message);
    return allowed.has_value();
}

class Socket {
public:
    explicit Socket(int descriptor) : descriptor_{descriptor} { REQUIRE(descriptor >= 0); }
    ~Socket() { close(descriptor_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;
    int get() const { return descriptor_; }

private:
    int descriptor_;
};

sockaddr* generic(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

// A listener on 127.0.0.1 with a port of the system's choice.
struct Listener {
    Socket socket{::socket(AF_INET, SOCK_STREAM, 0)};
    sockaddr_in address{};

    Listener() {
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        REQUIRE(bind(socket.get(), generic(address), length) == 0);
        REQUIRE(listen(socket.get(), 1) == 0);
        REQUIRE(getsockname(socket.get(), generic(address), &length) == 0);
    }
    std::uint16_t port() const { return ntohs(address.sin_port); }
};

// One connection: the client says `question`, the server `answer`, then the client closes first.
void talk(Listener& listener, const std::string& question, const std::string& answer) {
    std::string buffer(64, '\0');
    Socket client{::socket(AF_INET, SOCK_STREAM, 0)};
    REQUIRE(connect(client.get(), generic(listener.address), sizeof listener.address) == 0);
    Socket server{accept(listener.socket.get(), nullptr, nullptr)};
    REQUIRE(send(client.get(), question.data(), question.size(), 0) > 0);
    REQUIRE(recv(server.get(), buffer.data(), buffer.size(), 0) > 0);
    REQUIRE(send(server.get(), answer.data(), answer.size(), 0) > 0);
    REQUIRE(recv(client.get(), buffer.data(), buffer.size(), 0) > 0);
    REQUIRE(shutdown(client.get(), SHUT_WR) == 0);
    REQUIRE(recv(server.get(), buffer.data(), buffer.size(), 0) == 0);
}

// Fills the loopback with what nobody wants, as long as it lives.
class Flood {
public:
    Flood() {
        to_.sin_family = AF_INET;
        to_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof to_;
        REQUIRE(bind(socket_.get(), generic(to_), length) == 0);
        REQUIRE(getsockname(socket_.get(), generic(to_), &length) == 0);
        thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
    }

private:
    void run(const std::stop_token& stop) {
        const std::string datagram(60'000, 'x');
        while (!stop.stop_requested()) {
            sendto(socket_.get(), datagram.data(), datagram.size(), MSG_DONTWAIT, generic(to_),
                   sizeof to_);
        }
    }

    Socket socket_{::socket(AF_INET, SOCK_DGRAM, 0)};
    sockaddr_in to_{};
    std::jthread thread_;
};

// Reads what the ring holds.
test::SeenConnections drain(capture::PacketSource& source, std::uint64_t& packets) {
    reassembly::Connections connections;
    test::SeenConnections seen;
    for (;;) {
        const auto next = source.next();
        if (std::holds_alternative<capture::NotYet>(next)) return seen;
        REQUIRE(std::holds_alternative<frames::Packet>(next));
        const auto segment = test::decode_one(std::get<frames::Packet>(next));
        REQUIRE(segment);
        seen.add(connections.feed(*segment));
        ++packets;
    }
}

}  // namespace

TEST_CASE("a connection on loopback is captured once, and only on the wanted port") {
    if (!may_sniff_loopback()) return;
    for (const std::string name : {"lo", "any"}) {
        CAPTURE(name);
        Listener wanted;
        Listener other;
        capture::InterfaceOptions options;
        options.name = name;
        options.ports = {wanted.port()};
        options.limits.ring_bytes = 4 << 20;
        const auto source = capture::open_interface(options);
        if (!source) FAIL(source.error().message);
        talk(wanted, "question", "answer");
        talk(other, "unseen", "unseen");

        std::uint64_t packets = 0;
        const auto seen = drain(**source, packets);
        REQUIRE(seen.all().size() == 1);
        CHECK(seen.all()[0].opened.responder.port == wanted.port());
        CHECK(seen.all()[0].opened.handshake_seen);
        CHECK(seen.all()[0].initiator == "question[fin]");
        CHECK(seen.all()[0].responder == "answer[fin]");
        CHECK(seen.all()[0].closed == reassembly::CloseCause::finished);
        CHECK(packets <= 12);  // each packet came once
        CHECK((*source)->description() == "interface " + name);

        Coverage coverage;
        (*source)->add_drops(coverage);
        CHECK(coverage == Coverage{});
    }
}

TEST_CASE("what came before the filter was set leaves room for what is wanted") {
    if (!may_sniff_loopback()) return;
    const Flood flood;
    for (int i = 0; i < 20; ++i) {
        Listener wanted;
        capture::InterfaceOptions options;
        options.name = "lo";
        options.ports = {wanted.port()};
        options.limits.ring_bytes = 1 << 20;
        const auto source = capture::open_interface(options);
        REQUIRE(source);
        talk(wanted, "question", "answer");
        std::uint64_t packets = 0;
        const auto seen = drain(**source, packets);
        REQUIRE(seen.all().size() == 1);
        CHECK(seen.all()[0].opened.handshake_seen);
        CHECK(seen.all()[0].initiator == "question[fin]");
        Coverage coverage;
        (*source)->add_drops(coverage);
        CHECK(coverage == Coverage{});
    }
}

TEST_CASE("without traffic there is nothing yet") {
    if (!may_sniff_loopback()) return;
    Listener quiet;
    capture::InterfaceOptions options;
    options.name = "lo";
    options.ports = {quiet.port()};
    options.limits.ring_bytes = 1 << 20;
    const auto source = capture::open_interface(options);
    REQUIRE(source);
    CHECK(std::holds_alternative<capture::NotYet>((*source)->next()));
    CHECK(std::holds_alternative<capture::NotYet>((*source)->next()));
}

TEST_CASE("an interface that does not exist names those that do") {
    capture::InterfaceOptions options;
    options.name = "no-such-if";
    const auto source = capture::open_interface(options);
    REQUIRE_FALSE(source);
    CHECK(source.error().message.starts_with(
        "interface no-such-if: does not exist (there are: lo, "));
    CHECK(source.error().message.ends_with("any)"));
    CHECK_FALSE(capture::may_sniff("no-such-if"));
}
