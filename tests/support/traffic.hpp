// SPDX-License-Identifier: Apache-2.0
// Known traffic: connections full of exchanges of every framing, as TCP segments in the order in
// which they were sent, with what each request asked and what it was answered. Every answer names
// its request, in a field and, where it has one, in its body.
#pragma once

#include "base/bytes.hpp"
#include "frames/segment.hpp"

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace shadowdiff::test {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_{seed} {}
    std::size_t below(std::size_t bound) { return bound == 0 ? 0 : engine_() % bound; }
    std::size_t between(std::size_t least, std::size_t most) {
        return least + below(most - least + 1);
    }
    bool one_in(std::size_t n) { return below(n) == 0; }

private:
    std::mt19937_64 engine_;
};

/// The field of each answer that names the target it is for.
inline constexpr const char* of_field = "Of";

struct KnownExchange {
    std::string method;
    std::string target;  // no two are the same
    Bytes request_body;
    std::uint16_t status = 0;
    Bytes body;
};

struct KnownConnection {
    Endpoint client;
    Endpoint server;
    std::uint32_t client_isn = 0;
    std::uint32_t server_isn = 0;
    Bytes client_bytes;
    Bytes server_bytes;
    std::vector<KnownExchange> exchanges;

    const Bytes& bytes(bool from_client) const { return from_client ? client_bytes : server_bytes; }
    /// The sequence number of the direction's first byte.
    std::uint32_t first_sequence(bool from_client) const {
        return (from_client ? client_isn : server_isn) + 1;
    }
};

struct KnownSegment {
    frames::Segment segment;  // its payload lies in the connection's bytes
    std::size_t connection = 0;
    bool from_client = true;
    bool is_repeat = false;  // its bytes were sent before
};

struct KnownTraffic {
    std::vector<KnownConnection> connections;
    std::vector<KnownSegment> segments;  // the connections' segments interleaved
};

KnownTraffic known_traffic(Dice& dice, std::size_t connections, std::size_t exchanges_each);

}  // namespace shadowdiff::test
