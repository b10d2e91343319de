// SPDX-License-Identifier: Apache-2.0
#include "frames/ip.hpp"

#include "tests/support/frame_builder.hpp"

#include <doctest/doctest.h>

#include <expected>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

Bytes network_packet(const test::FrameOptions& options, bool v6 = false, Bytes payload = "data") {
    test::TcpPacket packet;
    packet.source = v6 ? test::endpoint_v6(1, 1) : test::endpoint_v4(1, 1);
    packet.destination = v6 ? test::endpoint_v6(2, 2) : test::endpoint_v4(2, 2);
    packet.flags = {.ack = true};
    packet.payload = std::move(payload);
    auto raw_options = options;
    raw_options.link = frames::LinkType::raw_ip;
    return test::frame_of(packet, raw_options);
}

Bytes with_octet(Bytes bytes, std::size_t at, int value) {
    bytes.at(at) = static_cast<char>(value);
    return bytes;
}

// What IP carries, with its addresses and what was cut.
std::expected<frames::Frame, Blind> behind(ByteView network, std::uint32_t cut) {
    frames::Frame frame{.bytes = network, .cut = cut};
    const auto layer = frames::behind_ip(frame);
    if (!layer) return std::unexpected{layer.error()};
    return frame;
}

Blind blame_for_ip(const Bytes& network) {
    const auto payload = behind(network, 0);
    REQUIRE_FALSE(payload);
    return payload.error();
}

frames::Layer layer_in(const Bytes& network) {
    frames::Frame frame{.bytes = network};
    const auto layer = frames::behind_ip(frame);
    REQUIRE(layer);
    return *layer;
}

}  // namespace

TEST_CASE("IPv4 is cut to its total length, so that padding is no payload") {
    const auto padded = network_packet({}) + Bytes(6, '\0') + "trailer";
    const auto payload = behind(padded, 0);
    REQUIRE(payload);
    CHECK(payload->bytes.size() == 24);
    CHECK(payload->bytes.ends_with("data"));
    CHECK(payload->cut == 0);
    CHECK(payload->source == test::endpoint_v4(1, 1).address);
    CHECK(payload->destination == test::endpoint_v4(2, 2).address);
}

TEST_CASE("IPv4 options are skipped") {
    const auto packet = network_packet({.ipv4_options = Bytes(40, '\x01')});
    const auto payload = behind(packet, 0);
    REQUIRE(payload);
    CHECK(payload->bytes.size() == 24);
}

TEST_CASE("an IPv4 total length of zero is a super packet as long as it was captured") {
    const auto packet = network_packet({.total_length_zero = true}, false, Bytes(70'000, 'x'));
    const auto whole = behind(packet, 0);
    REQUIRE(whole);
    CHECK(whole->bytes.size() == 70'020);
    CHECK(whole->cut == 0);

    const auto cut = behind(ByteView{packet}.substr(0, 1'040), 69'000);
    REQUIRE(cut);
    CHECK(cut->bytes.size() == 1'020);
    CHECK(cut->cut == 69'000);
}

TEST_CASE("an IPv6 payload length of zero is a super packet too") {
    const auto jumbo = network_packet({.total_length_zero = true}, true, Bytes(70'000, 'x'));
    const auto payload = behind(jumbo, 0);
    REQUIRE(payload);
    CHECK(payload->bytes.size() == 70'020);
}

TEST_CASE("a super packet cannot claim more than offload makes") {
    const auto packet = network_packet({.total_length_zero = true});
    const auto payload = behind(packet, 0xffff'0000);
    REQUIRE(payload);
    CHECK(payload->cut < 2 << 20);
}

TEST_CASE("what IP announced and the capture does not hold is counted") {
    const auto packet = network_packet({}, false, Bytes(100, 'x'));
    const auto payload = behind(ByteView{packet}.substr(0, 60), 80);
    REQUIRE(payload);
    CHECK(payload->bytes.size() == 40);
    CHECK(payload->cut == 80);

    const auto v6 = network_packet({}, true, Bytes(100, 'x'));
    const auto payload_v6 = behind(ByteView{v6}.substr(0, 100), 60);
    REQUIRE(payload_v6);
    CHECK(payload_v6->cut == 60);
}

TEST_CASE("only padding that the snaplen cut is no loss") {
    const auto packet = network_packet({});
    const auto payload = behind(packet, 2);
    REQUIRE(payload);
    CHECK(payload->cut == 0);
}

TEST_CASE("IPv4 fragments are known by their place, and the don't-fragment flag makes none") {
    struct Row {
        std::string name;
        std::uint16_t field;
        frames::Layer layer;
    };
    using frames::Layer;
    for (const auto& row : std::vector<Row>{{"first", 0x2000, Layer::ip_fragment},
                                            {"middle", 0x2064, Layer::ip_fragment},
                                            {"last", 0x0064, Layer::ip_fragment},
                                            {"don't fragment", 0x4000, Layer::tcp},
                                            {"reserved bit", 0x8000, Layer::tcp}}) {
        CAPTURE(row.name);
        CHECK(layer_in(network_packet({.ipv4_fragment_field = row.field})) == row.layer);
    }
    const auto udp_fragment = with_octet(network_packet({.ipv4_fragment_field = 0x2000}), 9, 17);
    CHECK(layer_in(udp_fragment) == Layer::ip_fragment);  // may be of a tunnel's packet
    const auto ping_fragment = with_octet(network_packet({.ipv4_fragment_field = 0x2000}), 9, 1);
    CHECK(blame_for_ip(ping_fragment) == Blind::not_tcp_frames);
}

TEST_CASE("IPv6 extension headers are skipped") {
    using Extension = test::FrameOptions::Extension;
    const Bytes eight("\0\x01\x04\0\0\0\0", 7);  // length octet 0: 8 bytes
    const Bytes sixteen("\x01\x01\x0c\0\0\0\0\0\0\0\0\0\0\0\0", 15);
    const Bytes authentication("\x04\0\0\0\0\0\x01\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0", 23);
    const Bytes atomic_fragment("\0\0\0\0\0\0\x01", 7);
    struct Row {
        std::string name;
        std::vector<Extension> extensions;
    };
    for (const auto& row : std::vector<Row>{
             {"hop by hop", {{0, eight}}},
             {"routing", {{43, sixteen}}},
             {"destination options", {{60, sixteen}}},
             {"authentication", {{51, authentication}}},
             {"a fragment that is the whole packet", {{44, atomic_fragment}}},
             {"mobility, host identity, shim6", {{135, eight}, {139, eight}, {140, eight}}},
             {"a chain", {{0, eight}, {60, sixteen}, {43, eight}, {44, atomic_fragment}}}}) {
        CAPTURE(row.name);
        const auto packet = network_packet({.extensions = row.extensions}, true);
        const auto payload = behind(packet, 0);
        REQUIRE(payload);
        CHECK(payload->bytes.size() == 24);
        CHECK(payload->bytes.ends_with("data"));
        CHECK(payload->source == test::endpoint_v6(1, 1).address);
    }
}

TEST_CASE("IPv6 fragments and other protocols are named") {
    using frames::Layer;
    const Bytes first_fragment("\0\0\x01\0\0\0\x01", 7);
    const Bytes later_fragment("\0\x05\xa8\0\0\0\x01", 7);
    for (const auto& body : {first_fragment, later_fragment}) {
        const auto fragment = network_packet({.extensions = {{44, body}}}, true);
        for (const int next : {6, 17, 60}) {
            CAPTURE(next);
            CHECK(layer_in(with_octet(fragment, 40, next)) == Layer::ip_fragment);
        }
        CHECK(blame_for_ip(with_octet(fragment, 40, 58)) == Blind::not_tcp_frames);
    }
    for (const int protocol : {1, 50, 58, 59, 132, 255}) {
        CAPTURE(protocol);
        CHECK(blame_for_ip(with_octet(network_packet({}, true), 6, protocol)) ==
              Blind::not_tcp_frames);
        CHECK(blame_for_ip(with_octet(network_packet({}), 9, protocol)) == Blind::not_tcp_frames);
    }
}

TEST_CASE("headers that contradict themselves cannot be decoded") {
    const auto v4 = network_packet({});
    const auto v6 = network_packet({}, true);
    struct Row {
        std::string name;
        Bytes network;
    };
    for (const auto& row : std::vector<Row>{
             {"nothing", {}},
             {"version 0", with_octet(v4, 0, 0x05)},
             {"version 15", with_octet(v4, 0, 0xf5)},
             {"IPv4 header of 16 bytes", with_octet(v4, 0, 0x44)},
             {"IPv4 total length inside the header", with_octet(v4, 3, 19)},
             {"IPv4 header longer than the packet", with_octet(v4, 0, 0x4f).substr(0, 44)},
             {"19 bytes of IPv4", v4.substr(0, 19)},
             {"39 bytes of IPv6", v6.substr(0, 39)},
             {"an extension beyond the packet",
              network_packet({.extensions = {{60, Bytes("\xff\0\0\0\0\0\0", 7)}}}, true)},
         }) {
        CAPTURE(row.name);
        CHECK(blame_for_ip(row.network) == Blind::undecodable_frames);
    }
}
