// SPDX-License-Identifier: Apache-2.0
#include "tests/support/traffic.hpp"

#include "tests/support/packets.hpp"

#include <algorithm>
#include <array>
#include <deque>

namespace shadowdiff::test {
namespace {

struct KnownTurn {
    bool from_client = true;
    std::size_t size = 0;
};

// Text that looks like messages, for bodies: whoever takes it for one is wrong.
constexpr std::string_view trap =
    "GET /trap HTTP/1.1\r\nHost: trap\r\n\r\nHTTP/1.1 200 OK\r\nOf: /trap\r\nContent-Length: "
    "0\r\n\r\n";

Bytes filler(Dice& dice) {
    if (dice.one_in(24)) return Bytes(dice.between(4'000, 30'000), 'x');
    if (dice.one_in(12)) return Bytes{trap} + Bytes(dice.below(40), '.') + Bytes{trap};
    return Bytes(dice.below(300), 'o');
}

Bytes chunked(Dice& dice, const Bytes& body) {
    static constexpr std::string_view digits = "0123456789abcdef";
    Bytes coded;
    for (std::size_t at = 0; at < body.size();) {
        const auto size = std::min(dice.between(1, 4'000), body.size() - at);
        for (int shift = 12; shift >= 0; shift -= 4) coded += digits[size >> shift & 15];
        coded.append("\r\n").append(body, at, size).append("\r\n");
        at += size;
    }
    return coded + (dice.one_in(4) ? "0\r\nTrailer: t\r\n\r\n" : "0\r\n\r\n");
}

Bytes with_body(Dice& dice, const Bytes& head, const Bytes& body) {
    if (dice.one_in(2)) {
        return head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(dice, body);
    }
    return head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

Bytes request_bytes(Dice& dice, KnownExchange& exchange) {
    static constexpr std::array methods{"GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE"};
    exchange.method = methods[dice.below(methods.size())];
    const auto head = exchange.method + " " + exchange.target + " HTTP/1.1\r\nHost: known\r\n";
    if (exchange.method != "POST" && exchange.method != "PUT") return head + "\r\n";
    exchange.request_body = filler(dice);
    return with_body(dice, head, exchange.request_body);
}

Bytes answer_bytes(Dice& dice, KnownExchange& exchange, bool until_close) {
    Bytes bytes;
    if (dice.one_in(10)) bytes += "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    static constexpr std::array<std::uint16_t, 6> statuses{200, 200, 200, 404, 204, 304};
    exchange.status = until_close ? 200 : statuses[dice.below(statuses.size())];
    bytes += "HTTP/1.1 " + std::to_string(exchange.status) + " Reason\r\n" + of_field + ": " +
             exchange.target + "\r\n";
    const bool has_no_body =
        exchange.method == "HEAD" || exchange.status == 204 || exchange.status == 304;
    if (has_no_body) return bytes + (dice.one_in(2) ? "Content-Length: 77\r\n\r\n" : "\r\n");
    exchange.body = exchange.target + " " + filler(dice);
    if (until_close) return bytes + "Connection: close\r\n\r\n" + exchange.body;
    return with_body(dice, bytes, exchange.body);
}

// Up to `depth` requests wait at a time; answers come in order, as a server must send them.
std::vector<KnownTurn> converse(Dice& dice, KnownConnection& connection, std::size_t number,
                                std::size_t count) {
    const auto depth = dice.one_in(2) ? 1 : dice.between(2, 6);
    const bool until_close = dice.one_in(4);
    std::vector<KnownTurn> turns;
    const auto say = [&](bool from_client, const Bytes& bytes) {
        (from_client ? connection.client_bytes : connection.server_bytes) += bytes;
        turns.push_back({from_client, bytes.size()});
    };
    for (std::size_t answered = 0; answered < count;) {
        const auto asked = connection.exchanges.size();
        const auto waiting = asked - answered;
        if (asked < count && waiting < depth && (waiting == 0 || dice.one_in(2))) {
            auto& exchange = connection.exchanges.emplace_back();
            exchange.target = "/" + std::to_string(number) + "/" + std::to_string(asked);
            say(true, request_bytes(dice, exchange));
        } else {
            const bool is_last = ++answered == count;
            say(false,
                answer_bytes(dice, connection.exchanges[answered - 1], is_last && until_close));
        }
    }
    return turns;
}

// Both sides' segments, with acknowledgements that carry nothing in between.
class Conveyor {
public:
    Conveyor(Dice& dice, const KnownConnection& connection, std::size_t number)
        : dice_{dice},
          connection_{connection},
          number_{number},
          next_{connection.server_isn, connection.client_isn} {}

    std::deque<KnownSegment> convey(const std::vector<KnownTurn>& turns) {
        send(true, {.syn = true});
        send(false, {.syn = true, .ack = true});
        send(true, {.ack = true});
        const auto size_max = dice_.one_in(4) ? 16'000 : dice_.between(100, 1'460);
        for (const auto& turn : turns) convey_turn(turn, size_max);
        const bool client_first = dice_.one_in(3) && !turns.back().from_client;
        send(client_first, {.ack = true, .fin = true});
        send(!client_first, {.ack = true, .fin = true});
        send(client_first, {.ack = true});
        return std::move(segments_);
    }

private:
    void convey_turn(const KnownTurn& turn, std::size_t size_max) {
        auto& taken = taken_[turn.from_client];
        const auto end = taken + turn.size;
        for (int sent = 1; taken < end; ++sent) {
            const auto size = std::min(size_max, end - taken);
            const ByteView all = connection_.bytes(turn.from_client);
            send(turn.from_client, {.ack = true}, all.substr(taken, size));
            taken += size;
            if (sent % 2 == 0) send(!turn.from_client, {.ack = true});
        }
        if (dice_.one_in(3)) send(!turn.from_client, {.ack = true});
    }
    void send(bool from_client, frames::TcpFlags flags, ByteView payload = {}) {
        KnownSegment sent{{}, number_, from_client};
        sent.segment.source = from_client ? connection_.client : connection_.server;
        sent.segment.destination = from_client ? connection_.server : connection_.client;
        sent.segment.sequence = next_[from_client];
        sent.segment.acknowledgement = flags.ack ? next_[!from_client] : 0;
        sent.segment.flags = flags;
        sent.segment.payload = payload;
        next_[from_client] +=
            static_cast<std::uint32_t>(payload.size()) + (flags.syn ? 1 : 0) + (flags.fin ? 1 : 0);
        segments_.push_back(sent);
    }

    Dice& dice_;
    const KnownConnection& connection_;
    std::size_t number_;
    std::uint32_t next_[2];          // by from_client
    std::size_t taken_[2] = {0, 0};  // of each side's bytes
    std::deque<KnownSegment> segments_;
};

std::uint32_t any_sequence(Dice& dice) {
    static constexpr std::array<std::uint32_t, 4> near_wraps{0xffff'ff00, 0xffff'ffff, 0x7fff'ff00,
                                                             0};
    return dice.one_in(4) ? near_wraps[dice.below(near_wraps.size())]
                          : static_cast<std::uint32_t>(dice.below(1ULL << 32));
}

}  // namespace

KnownTraffic known_traffic(Dice& dice, std::size_t connections, std::size_t exchanges_each) {
    KnownTraffic traffic;
    traffic.connections.resize(connections);
    std::vector<std::deque<KnownSegment>> sent;
    std::size_t total = 0;
    for (std::size_t number = 0; number < connections; ++number) {
        auto& connection = traffic.connections[number];
        connection.client = endpoint_v4(1, static_cast<std::uint16_t>(40'000 + number));
        connection.server = endpoint_v4(2, 80);
        connection.client_isn = any_sequence(dice);
        connection.server_isn = any_sequence(dice);
        const auto turns = converse(dice, connection, number, exchanges_each);
        sent.push_back(Conveyor{dice, connection, number}.convey(turns));
        total += sent.back().size();
    }
    traffic.segments.reserve(total);
    while (traffic.segments.size() < total) {
        auto& queue = sent[dice.below(connections)];
        for (auto burst = dice.between(1, 4); burst > 0 && !queue.empty(); --burst) {
            traffic.segments.push_back(queue.front());
            queue.pop_front();
        }
    }
    return traffic;
}

}  // namespace shadowdiff::test
