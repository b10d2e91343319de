// SPDX-License-Identifier: Apache-2.0
// The traps that are too large for a file: floods, holes without end, bodies without measure.
#include "base/overload.hpp"
#include "pipeline/capture/flows.hpp"
#include "tests/support/packets.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace shadowdiff::test {
namespace {

using namespace std::chrono_literals;

/// Counts what becomes known, and feeds.
class Tally {
public:
    std::size_t seen = 0;
    std::size_t answered = 0;
    std::size_t exact = 0;
    std::map<Reason, std::size_t> lost;
    http::Body last_body;

    void feed(const frames::Segment& segment) { flows_.take(segment, sink_); }
    void feed(const TcpPacket& packet, Timestamp at) {
        auto segment = packet.segment();
        segment.at = at;
        feed(segment);
    }
    void finish() { flows_.finish(sink_); }
    Coverage coverage() const { return flows_.coverage(); }

    std::size_t outcomes() const {
        auto all = answered;
        for (const auto& [reason, count] : lost) all += count;
        return all;
    }

private:
    void take(const http::Sighting& sighting) {
        std::visit(Overload{
                       [this](const http::RequestSeen&) { ++seen; },
                       [this](const http::AnswerSeen& answer) {
                           ++answered;
                           exact += answer.pairing == http::Pairing::exact ? 1 : 0;
                           if (const auto* response = answer.answer.response()) {
                               last_body = response->body;
                           }
                       },
                       [this](const http::Lost& one) { ++lost[one.reason]; },
                       [](const auto&) {},
                   },
                   sighting);
    }

    struct Sink {
        Tally* tally;
        void operator()(const http::Sighting& sighting) const { tally->take(sighting); }
    };

    Sink sink_{this};
    pipeline::Flows flows_{1};
};

Endpoint flooding(std::size_t n) {
    auto endpoint = endpoint_v4(0, static_cast<std::uint16_t>(1'024 + n % 60'000));
    endpoint.address.octets[2] = static_cast<std::uint8_t>(1 + n / 60'000);
    return endpoint;
}

TcpPacket from_client(const Endpoint& client, std::uint32_t sequence, frames::TcpFlags flags,
                      Bytes payload = {}) {
    TcpPacket packet;
    packet.source = client;
    packet.destination = TcpOptions{}.server;
    packet.sequence = sequence;
    packet.flags = flags;
    packet.payload = std::move(payload);
    return packet;
}

}  // namespace

TEST_CASE("a SYN flood gives up what was silent longest, and not the connection that speaks") {
    constexpr std::size_t flood = 150'000;
    constexpr std::size_t every = 1'000;
    std::string conversation;
    for (std::size_t i = 0; i < flood / every; ++i) {
        conversation +=
            ">>> GET /a HTTP/1.1\n>>>\n<<< HTTP/1.1 200 OK\n<<< Content-Length: 0\n<<<\n";
    }
    const auto packets = build_packets(conversation);
    Tally tally;
    std::size_t next = 0;
    while (next < 3) tally.feed(packets[next++], packets_start);
    for (std::size_t i = 0; i < flood; ++i) {
        const auto at = packets_start + 1ms * i;
        tally.feed(from_client(flooding(i), 1, {.syn = true}), at);
        if (i % every != 0) continue;
        tally.feed(packets[next++], at);
        tally.feed(packets[next++], at);
    }
    tally.finish();
    CHECK(tally.seen == flood / every);
    CHECK(tally.exact == flood / every);
    CHECK(tally.coverage()[Blind::evicted_connections] ==
          flood + 1 - ReassemblyLimits{}.connections_max);
}

TEST_CASE("100,000 connections that stop inside a request are accounted for, one by one") {
    constexpr std::size_t half_open = 100'000;
    Tally tally;
    for (std::size_t i = 0; i < half_open; ++i) {
        const auto at = packets_start + 1ms * i;
        tally.feed(from_client(flooding(i), 1, {.syn = true}), at);
        tally.feed(from_client(flooding(i), 2, {.ack = true}, "GET /a HTTP/1.1\r\nHost: exam"), at);
    }
    tally.finish();
    CHECK(tally.seen == half_open);
    CHECK(tally.lost[Reason::request_incomplete] == half_open);
    CHECK(tally.outcomes() == half_open);
    CHECK(tally.coverage()[Blind::evicted_connections] ==
          half_open - ReassemblyLimits{}.connections_max);
}

TEST_CASE("one connection with a hole and 64 MB behind it gives the hole up at its bound") {
    const Bytes block(64 << 10, 'a');
    const auto client = TcpOptions{}.client;
    Tally tally;
    tally.feed(from_client(client, 0, {.syn = true}), packets_start);
    tally.feed(from_client(client, 1, {.ack = true},
                           "POST /a HTTP/1.1\r\nContent-Length: 67108874\r\n\r\n"),
               packets_start);
    std::uint32_t sequence = 1 + 46 + 10;  // ten bytes are lost
    for (int i = 0; i < 1'024; ++i) {
        tally.feed(from_client(client, sequence, {.ack = true}, block), packets_start);
        sequence += static_cast<std::uint32_t>(block.size());
    }
    tally.feed(from_client(client, sequence, {.ack = true}, "GET /b HTTP/1.1\r\n\r\n"),
               packets_start);
    CHECK(tally.coverage()[Blind::gap_bytes] == 10);  // at the bound, not at the end
    CHECK(tally.seen == 2);
    tally.finish();
    CHECK(tally.coverage()[Blind::gap_bytes] == 10);
    CHECK(tally.lost[Reason::gap] == 1);
    CHECK(tally.lost[Reason::answer_not_seen] == 1);
}

TEST_CASE("more requests than may wait for an answer give the connection up, and none vanishes") {
    const auto more = HttpLimits{}.outstanding_max + 10;
    std::string conversation;
    for (std::size_t i = 0; i < more; ++i) conversation += ">>> GET /a HTTP/1.1\n>>>\n";
    Tally tally;
    for (const auto& packet : build_packets(conversation)) tally.feed(packet.segment());
    tally.finish();
    CHECK(tally.seen > HttpLimits{}.outstanding_max);
    CHECK(tally.lost[Reason::memory_bound] == tally.seen);
    CHECK(tally.outcomes() == tally.seen);
}

TEST_CASE("a body of more than 4 GiB is measured in whole, and a bounded prefix of it is kept") {
    constexpr std::uint64_t length = (std::uint64_t{4} << 30) + 1;
    auto packets = build_packets(
        ">>> GET /a HTTP/1.1\n>>>\n<<< HTTP/1.1 200 OK\n<<< Content-Length: 4294967297\n<<<\n"
        "# open\n");
    Tally tally;
    for (const auto& packet : packets) tally.feed(packet.segment());
    const Bytes block(1 << 20, 'a');
    auto sequence = packets.back().end();
    auto segment = packets.back().segment();
    for (std::uint64_t sent = 0; sent < length; sent += segment.payload.size()) {
        segment.sequence = sequence;
        segment.payload = ByteView{block}.substr(0, length - sent);
        sequence += static_cast<std::uint32_t>(segment.payload.size());
        tally.feed(segment);
    }
    CHECK(tally.exact == 1);
    CHECK(tally.last_body.length == length);
    CHECK(tally.last_body.bytes.size() <= HttpLimits{}.body_bytes_kept_max);
    CHECK(tally.coverage() == Coverage{});
}

}  // namespace shadowdiff::test
