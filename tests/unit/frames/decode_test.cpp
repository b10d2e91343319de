// SPDX-License-Identifier: Apache-2.0
#include "frames/decode.hpp"

#include "tests/support/decode_one.hpp"
#include "tests/support/encapsulation.hpp"
#include "tests/unit/frames/packet_in.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using test::packet_in;

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

TEST_CASE("the same segment comes out of every link layer, tag and tunnel") {
    for (const bool v6 : {false, true}) {
        const auto packet = packet_in(v6, "hello");
        for (const auto& row : test::every_encapsulation(packet)) {
            CAPTURE(v6);
            CAPTURE(row.name);
            const auto segment = test::decode_one(test::captured(row.frame, row.link));
            REQUIRE(segment);
            CHECK(segment->source == packet.source);
            CHECK(segment->destination == packet.destination);
            CHECK(segment->sequence == packet.sequence);
            CHECK(segment->acknowledgement == packet.acknowledgement);
            CHECK(segment->flags == packet.flags);
            CHECK(segment->payload == "hello");
            CHECK(segment->bytes_cut == 0);
            CHECK(segment->at == test::packets_start);
        }
    }
}

TEST_CASE("a frame cut anywhere gives the same segment with a shorter payload, or none") {
    const Bytes payload(64, 'x');
    for (const bool v6 : {false, true}) {
        const auto packet = packet_in(v6, payload);
        for (const auto& row : test::every_encapsulation(packet)) {
            CAPTURE(v6);
            CAPTURE(row.name);
            for (std::size_t length = 0; length < row.frame.size(); ++length) {
                CAPTURE(length);
                auto cut = test::captured(row.frame, row.link);
                cut.bytes = cut.bytes.substr(0, length);
                for (const bool says_so : {true, false}) {
                    CAPTURE(says_so);
                    if (!says_so) cut.original_length = static_cast<std::uint32_t>(length);
                    const auto segment = test::decode_one(cut);
                    const bool is_named =
                        segment || says_so == (segment.error() == Blind::snaplen_cuts);
                    CHECK(is_named);
                    if (!segment) continue;
                    CHECK(segment->source == packet.source);
                    CHECK(segment->destination == packet.destination);
                    CHECK(segment->sequence == packet.sequence);
                    CHECK(payload.starts_with(segment->payload));
                    CHECK(segment->payload.size() + segment->bytes_cut == payload.size());
                }
            }
        }
    }
}

TEST_CASE("headers nest as deep as the bound allows, and no deeper") {
    const auto packet = packet_in(false, "x");
    auto nested = test::frame_of(packet, {.link = frames::LinkType::raw_ip});
    const FrameLimits limits;
    for (std::size_t depth = 1; depth <= 2 * limits.nesting_max; ++depth) {
        CAPTURE(depth);
        const auto segment = test::decode_one(test::captured(nested, frames::LinkType::raw_ip));
        CHECK(segment.has_value() == (depth <= limits.nesting_max));
        if (!segment) CHECK(segment.error() == Blind::undecodable_frames);
        nested = test::ipv4(4, nested);
    }
}

TEST_CASE("segments of unwanted ports are set aside, inside tunnels too") {
    const auto packet = packet_in(false, "x");
    for (const auto& row : test::every_encapsulation(packet)) {
        CAPTURE(row.name);
        frames::Decoder wanting_both{{.ports = {1, packet.destination.port}}};
        CHECK(wanting_both.decode(test::captured(row.frame, row.link)));
        frames::Decoder wanting_client{{.ports = {packet.source.port}}};
        CHECK(wanting_client.decode(test::captured(row.frame, row.link)));
        frames::Decoder wanting_another{{.ports = {81, 4'789}}};
        CHECK_FALSE(wanting_another.decode(test::captured(row.frame, row.link)));
        CHECK(wanting_another.lost() == Blind::not_tcp_frames);
    }
}
