// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/measure.hpp"

#include "tests/support/encapsulation.hpp"
#include "tests/support/frame_builder.hpp"
#include "tests/support/packets.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <string>

namespace shadowdiff::pipeline {
namespace {

using namespace std::chrono_literals;

constexpr auto talk = R"(
>>> GET /a HTTP/1.1
>>> Host: a
>>>
<<< HTTP/1.1 200 OK
<<< Content-Length: 3
<<<
<<< one\
>>> GET /b HTTP/1.1
>>> Host: a
>>> shadowdiff-run: 7
>>>
<<< HTTP/1.1 200 OK
<<< Content-Length: 3
<<<
<<< two\
)";

struct Taken {
    std::vector<std::uint16_t> ports{};
    std::function<bool(const test::TcpPacket&)> is_seen = [](const auto&) { return true; };
    std::uint32_t snaplen = 262'144;
    Timestamp now = test::packets_start;
};

Measurements measured(std::string_view conversation, const Taken& taken = {}) {
    Measurer measurer{taken.ports};
    for (const auto& packet : test::build_packets(conversation)) {
        if (!taken.is_seen(packet)) continue;
        for (const auto& frame : test::capture_frames({packet}, {}, taken.snaplen)) {
            auto captured = test::captured(frame.bytes);
            captured.at = frame.at;
            captured.original_length = frame.original_length;
            measurer.take(captured, taken.now);
        }
    }
    return measurer.finish();
}

bool is_from_client(const test::TcpPacket& packet) { return packet.source.port != 80; }

}  // namespace

TEST_CASE("requests, their answers and our own requests are counted") {
    const auto m = measured(talk, {.ports = {80}});
    CHECK(m.requests == 2);
    CHECK(m.exact_answers == 2);
    CHECK(m.own_requests == 1);
    CHECK(m.directions == Directions{.connections = 1});
    CHECK(m.packets == m.tcp_packets);
    CHECK(m.other_ports.empty());
}

TEST_CASE("the direction that is missing is told, with given ports and without") {
    for (const auto& ports : {std::vector<std::uint16_t>{}, std::vector<std::uint16_t>{80}}) {
        const auto requests = measured(talk, {.ports = ports, .is_seen = is_from_client});
        CHECK(requests.directions == Directions{.connections = 1, .without_answers = 1});
        const auto answers =
            measured(talk, {.ports = ports, .is_seen = std::not_fn(is_from_client)});
        CHECK(answers.directions == Directions{.connections = 1, .without_requests = 1});
    }
}

TEST_CASE("a packet or two of one direction prove nothing") {
    std::size_t seen = 0;
    const auto two = [&](const test::TcpPacket& packet) {
        return is_from_client(packet) && !packet.payload.empty() && ++seen <= 2;
    };
    CHECK(measured(talk, {.is_seen = two}).directions == Directions{.connections = 1});
    CHECK(seen == 2);
}

TEST_CASE("traffic on other ports is counted by its server's port, and not looked into") {
    const auto m = measured(talk, {.ports = {8080}});
    CHECK(m.tcp_packets == 0);
    CHECK(m.requests == 0);
    CHECK(m.other_ports == std::vector<PortCount>{{80, m.packets}});
}

TEST_CASE("a handshake says which port is the server's, also where it is the higher one") {
    auto packets = test::build_packets(talk);
    Measurer measurer{{8080}};
    for (auto& packet : packets) {
        auto& server = is_from_client(packet) ? packet.destination : packet.source;
        server.port = 65'000;
        for (const auto& frame : test::capture_frames({packet})) {
            measurer.take(test::captured(frame.bytes), test::packets_start);
        }
    }
    const auto m = measurer.finish();
    CHECK(m.other_ports == std::vector<PortCount>{{65'000, m.packets}});
}

TEST_CASE("TLS is told at its handshake and inside a connection") {
    const auto handshake = measured(">>> \\x16\\x03\\x01\\x00\\x05\\x01\\x00\\x00\\x01\\x00\\\n");
    CHECK(handshake.directions.tls == 1);
    const auto inside = measured(">>> \\x17\\x03\\x03\\x00\\x05abcde\\\n");
    CHECK(inside.directions.tls == 1);
    CHECK(measured(">>> \\x17\\x03\\x03\\xff\\x05abcde\\\n").directions.tls == 0);
    CHECK(measured(talk).directions.tls == 0);
}

TEST_CASE("packets that the capture cut are counted") {
    const auto m = measured(talk, {.snaplen = 60});
    CHECK(m.packets_cut == 4);
    CHECK(m.packets_cut_early == 0);
    CHECK(m.tunnel_packets == 0);
}

TEST_CASE("tunnelled packets are told from others, and cut ones from whole ones") {
    const auto packet = test::build_packets(talk).at(3);
    REQUIRE_FALSE(packet.payload.empty());
    const auto ip = test::frame_of(packet, {.link = frames::LinkType::raw_ip});
    const auto vxlan =
        test::hex("08000000 00002a00") + test::ethernet(0x0800, ip);  // RFC 7348, section 5
    const auto tunnelled = test::ethernet(0x0800, test::ipv4(17, test::udp(4789, vxlan)));
    // Its mirror cut the inner packet and made the outer lengths fit.
    const auto short_vxlan = vxlan.substr(0, vxlan.size() - 10);
    const auto cut = test::ethernet(0x0800, test::ipv4(17, test::udp(4789, short_vxlan)));
    Measurer measurer{{}};
    for (const auto* frame : {&tunnelled, &cut, &tunnelled}) {
        measurer.take(test::captured(*frame), test::packets_start);
    }
    const auto plain = test::frame_of(packet);
    measurer.take(test::captured(plain), test::packets_start);
    const auto m = measurer.finish();
    CHECK(m.tunnel_packets == 3);
    CHECK(m.tunnel_packets_cut == 1);
    CHECK(m.packets_cut_early == 1);
    CHECK(m.packets_cut == 0);
}

TEST_CASE("times are held against the clock, and against each other") {
    const auto frame = test::frame_of(test::build_packets(talk).front());
    const auto taken = [&](std::vector<Timestamp> times) {
        Measurer measurer{{}};
        for (const auto at : times) {
            auto packet = test::captured(frame);
            packet.at = at;
            measurer.take(packet, test::packets_start);
        }
        return measurer.finish().clock;
    };
    constexpr auto start = test::packets_start;
    CHECK(taken({start + 5s}).ahead_max == 5s);
    CHECK(taken({start - 7s, start}).behind_max == 7s);
    CHECK(taken({start, start - 900ms}).backwards == 0);
    CHECK(taken({start, start - 2s, start - 4s}).backwards == 2);
    CHECK(taken({Timestamp{}, start}).unset == 1);
    CHECK(taken({Timestamp{}, start}).behind_max == 0s);
}

}  // namespace shadowdiff::pipeline
