// SPDX-License-Identifier: Apache-2.0
// Single segments of one connection, for what no tidy conversation does: client and server count
// their sequence numbers from 1000 and 5000, where their SYNs stand.
#pragma once

#include "tests/support/seen_connections.hpp"

#include <chrono>
#include <string>

namespace shadowdiff::test {

class Script {
public:
    explicit Script(const ReassemblyLimits& limits = {}) : connections_{limits} {}

    /// The server's port 80, and the client with this port from now on.
    Script& client_port(std::uint16_t port) {
        client_ = endpoint_v4(1, port);
        return *this;
    }
    /// Time passes before the next segment.
    Script& wait(Duration time) {
        at_ += time;
        return *this;
    }
    Script& client(std::uint32_t sequence, frames::TcpFlags flags, Bytes payload = {},
                   std::uint32_t acknowledgement = 0, std::uint32_t bytes_cut = 0) {
        return send(true, sequence, flags, std::move(payload), acknowledgement, bytes_cut);
    }
    Script& server(std::uint32_t sequence, frames::TcpFlags flags, Bytes payload = {},
                   std::uint32_t acknowledgement = 0, std::uint32_t bytes_cut = 0) {
        return send(false, sequence, flags, std::move(payload), acknowledgement, bytes_cut);
    }
    Script& handshake() {
        client(1'000, {.syn = true});
        server(5'000, {.syn = true, .ack = true}, {}, 1'001);
        return client(1'001, {.ack = true}, {}, 5'001);
    }
    Script& finish() {
        seen_.add(connections_.finish(at_));
        return *this;
    }

    const SeenConnection& connection(std::size_t index = 0) const { return seen_.all().at(index); }
    std::size_t count() const { return seen_.all().size(); }
    const std::string& initiator() const { return connection().initiator; }
    const std::string& responder() const { return connection().responder; }
    std::uint64_t blind(Blind reason) const { return connections_.coverage()[reason]; }

private:
    Script& send(bool from_client, std::uint32_t sequence, frames::TcpFlags flags, Bytes payload,
                 std::uint32_t acknowledgement, std::uint32_t bytes_cut) {
        const auto server = endpoint_v4(2, 80);
        const frames::Segment segment{.at = at_,
                                      .source = from_client ? client_ : server,
                                      .destination = from_client ? server : client_,
                                      .sequence = sequence,
                                      .acknowledgement = acknowledgement,
                                      .flags = flags,
                                      .payload = payload,
                                      .bytes_cut = bytes_cut};
        seen_.add(connections_.feed(segment));
        at_ += std::chrono::milliseconds{1};
        return *this;
    }

    reassembly::Connections connections_;
    SeenConnections seen_;
    Endpoint client_ = endpoint_v4(1, 40'000);
    Timestamp at_ = packets_start;
};

inline constexpr frames::TcpFlags ack{.ack = true};
inline constexpr frames::TcpFlags syn{.syn = true};
inline constexpr frames::TcpFlags syn_ack{.syn = true, .ack = true};
inline constexpr frames::TcpFlags fin_ack{.ack = true, .fin = true};
inline constexpr frames::TcpFlags rst{.rst = true};

}  // namespace shadowdiff::test
