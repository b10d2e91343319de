// SPDX-License-Identifier: Apache-2.0
#include "frames/decode.hpp"

#include "tests/support/decode_one.hpp"
#include "tests/support/frame_builder.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;

namespace {

test::TcpPacket packet_with(Bytes payload, frames::TcpFlags flags = {.ack = true}) {
    test::TcpPacket packet;
    packet.source = test::endpoint_v4(1, 40'000);
    packet.destination = test::endpoint_v4(2, 8'080);
    packet.sequence = 5;
    packet.flags = flags;
    packet.payload = std::move(payload);
    return packet;
}

// The first `length` bytes of a frame that was longer.
frames::Packet cut(const Bytes& frame, std::size_t length) {
    auto packet = test::captured(frame);
    packet.bytes = packet.bytes.substr(0, length);
    return packet;
}

constexpr std::size_t headers_length = 14 + 20 + 20;

}  // namespace

TEST_CASE("TCP options are skipped") {
    for (const std::size_t length : {0U, 4U, 12U, 40U}) {
        CAPTURE(length);
        const auto frame =
            test::frame_of(packet_with("payload"), {.tcp_options = Bytes(length, '\x01')});
        const auto segment = test::decode_one(test::captured(frame));
        REQUIRE(segment);
        CHECK(segment->payload == "payload");
    }
}

TEST_CASE("each flag is read, and flags that we do not follow do no harm") {
    struct Row {
        std::string name;
        frames::TcpFlags flags;
    };
    for (const auto& row : std::vector<Row>{{"none", {}},
                                            {"SYN", {.syn = true}},
                                            {"SYN and ACK", {.syn = true, .ack = true}},
                                            {"FIN and ACK", {.ack = true, .fin = true}},
                                            {"RST", {.rst = true}},
                                            {"all", {true, true, true, true}}}) {
        CAPTURE(row.name);
        auto frame = test::frame_of(packet_with("x", row.flags));
        frame[14 + 20 + 13] = static_cast<char>(frame[14 + 20 + 13] | 0x28);  // PSH, URG
        const auto segment = test::decode_one(test::captured(frame));
        REQUIRE(segment);
        CHECK(segment->flags == row.flags);
    }
}

TEST_CASE("a payload of zeros only is payload") {
    const auto frame = test::frame_of(packet_with(Bytes(6, '\0')));
    const auto segment = test::decode_one(test::captured(frame));
    REQUIRE(segment);
    CHECK(segment->payload == Bytes(6, '\0'));
}

TEST_CASE("a bare acknowledgement padded by Ethernet has no payload") {
    const auto frame = test::frame_of(packet_with(""));
    REQUIRE(frame.size() == 60);
    const auto segment = test::decode_one(test::captured(frame));
    REQUIRE(segment);
    CHECK(segment->payload.empty());
    CHECK(segment->bytes_cut == 0);
}

TEST_CASE("a wrong checksum is accepted: offload leaves it to the network card") {
    const auto frame = test::frame_of(packet_with("data"), {.checksums_good = false});
    CHECK(frame != test::frame_of(packet_with("data")));
    CHECK(test::decode_one(test::captured(frame)));
}

TEST_CASE("a payload cut by the snaplen says how much is missing") {
    const auto frame = test::frame_of(packet_with(Bytes(200, 'x')));
    for (const std::size_t kept : {0U, 1U, 199U}) {
        CAPTURE(kept);
        const auto segment = test::decode_one(cut(frame, headers_length + kept));
        REQUIRE(segment);
        CHECK(segment->payload.size() == kept);
        CHECK(segment->bytes_cut == 200 - kept);
    }
}

TEST_CASE("a header cut by the snaplen is the snaplen's fault, wherever it was cut") {
    const auto frame = test::frame_of(packet_with(Bytes(200, 'x')));
    for (std::size_t length = 0; length < headers_length; ++length) {
        CAPTURE(length);
        const auto segment = test::decode_one(cut(frame, length));
        REQUIRE_FALSE(segment);
        CHECK(segment.error() == Blind::snaplen_cuts);
    }
}

TEST_CASE("a frame that ends inside its headers without a cut is malformed") {
    const auto frame = test::frame_of(packet_with(Bytes(200, 'x')));
    for (std::size_t length = 0; length < headers_length; ++length) {
        CAPTURE(length);
        const auto segment = test::decode_one(test::captured(frame.substr(0, length)));
        REQUIRE_FALSE(segment);
        CHECK(segment.error() == Blind::undecodable_frames);
    }
}

TEST_CASE("a cut frame of another protocol is still another protocol") {
    Bytes frame(60, '\0');
    frame[12] = '\x08';
    frame[13] = '\x06';
    CHECK(test::decode_one(cut(frame, 20)).error() == Blind::not_tcp_frames);
}

TEST_CASE("a TCP data offset outside the segment is malformed") {
    for (const int words : {0, 4, 15}) {
        CAPTURE(words);
        auto frame = test::frame_of(packet_with("four"));
        frame[14 + 20 + 12] = static_cast<char>(words << 4);
        CHECK(test::decode_one(test::captured(frame)).error() == Blind::undecodable_frames);
    }
}
