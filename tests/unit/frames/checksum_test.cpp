// SPDX-License-Identifier: Apache-2.0
#include "frames/checksum.hpp"

#include "tests/support/decode_one.hpp"
#include "tests/support/frame_builder.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <optional>
#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

test::TcpPacket summed_packet(Bytes payload, bool v6 = false) {
    test::TcpPacket packet;
    packet.source = v6 ? test::endpoint_v6(1, 1) : test::endpoint_v4(1, 1);
    packet.destination = v6 ? test::endpoint_v6(2, 2) : test::endpoint_v4(2, 2);
    packet.flags = {.ack = true};
    packet.payload = std::move(payload);
    return packet;
}

struct Decoded {
    bool has_segment = false;
    std::optional<Blind> lost{};
    std::uint64_t bad = 0;
    bool operator==(const Decoded&) const = default;
};

Decoded decode_frame(const Bytes& frame, bool verify, std::size_t captured = 1 << 20) {
    frames::Decoder decoder{{.verify_checksums = verify}};
    auto packet = test::captured(frame);
    packet.bytes = packet.bytes.substr(0, captured);
    const bool has_segment = decoder.decode(packet).has_value();
    return {has_segment, decoder.lost(), decoder.coverage()[Blind::bad_checksums]};
}

constexpr std::size_t tcp_checksum_at = 14 + 20 + 16;
const Decoded good_frame{.has_segment = true};

Bytes with_tcp_checksum(Bytes frame, std::uint16_t value) {
    frame[tcp_checksum_at] = static_cast<char>(value >> 8U);
    frame[tcp_checksum_at + 1] = static_cast<char>(value & 0xffU);
    return frame;
}

// The words of the pseudo header, summed by hand: 10.0.0.1, 10.0.0.2, TCP.
std::uint16_t pseudo_sum(std::size_t length) {
    return static_cast<std::uint16_t>(0x0a00 + 0x0001 + 0x0a00 + 0x0002 + 6 + length);
}

}  // namespace

TEST_CASE("the sum does not depend on how long the bytes are, or where they begin") {
    for (std::size_t length = 0; length < 200; ++length) {
        for (const std::size_t start : {0U, 1U, 3U}) {
            Bytes bytes;
            for (std::size_t i = 0; i < length + start; ++i)
                bytes += static_cast<char>(i * 37 + 200);
            const auto view = ByteView{bytes}.substr(start);
            std::uint32_t expected = 0;
            for (std::size_t i = 0; i < length; ++i) {
                const auto octet = static_cast<std::uint8_t>(view[i]);
                expected += i % 2 == 0 ? std::uint32_t{octet} << 8U : octet;
            }
            while (expected >> 16U != 0) expected = (expected & 0xffffU) + (expected >> 16U);
            const auto sum = frames::folded(frames::sum_of(view));
            const auto swapped = static_cast<std::uint16_t>(sum << 8U | sum >> 8U);
            CAPTURE(length);
            CAPTURE(start);
            CHECK((std::endian::native == std::endian::little ? swapped : sum) == expected);
        }
    }
}

TEST_CASE("good checksums are good for every length, in IPv4 and IPv6") {
    for (const bool v6 : {false, true}) {
        for (std::size_t length = 0; length < 70; ++length) {
            CAPTURE(v6);
            CAPTURE(length);
            const auto frame = test::frame_of(summed_packet(Bytes(length, '\xf7'), v6));
            CHECK(decode_frame(frame, true) == good_frame);
        }
    }
}

TEST_CASE("a wrong TCP checksum is refused and counted when checksums are verified") {
    for (const bool v6 : {false, true}) {
        CAPTURE(v6);
        const auto frame = test::frame_of(summed_packet("data", v6), {.checksums_good = false});
        CHECK(decode_frame(frame, true) == Decoded{false, Blind::bad_checksums, 1});
    }
}

TEST_CASE("a wrong IPv4 header checksum is counted, and refused when checksums are verified") {
    auto frame = test::frame_of(summed_packet("data"));
    frame[14 + 8] = 63;  // a hop without the sum's correction
    CHECK(decode_frame(frame, false) == Decoded{true, Blind::bad_checksums, 1});
    CHECK(decode_frame(frame, true) == Decoded{false, Blind::bad_checksums, 1});
    frame[14 + 10] = frame[14 + 11] = 0;
    CHECK(decode_frame(frame, false) == good_frame);
}

TEST_CASE("a checksum that offload has yet to fill in is no bad one") {
    const auto frame = test::frame_of(summed_packet("data"));
    struct Row {
        std::string name;
        std::uint16_t checksum;
        bool is_good;
    };
    for (const auto& row :
         std::vector<Row>{{"nothing", 0, true},
                          {"the pseudo header", pseudo_sum(24), true},
                          {"the pseudo header without length", pseudo_sum(0), true},
                          {"another length", pseudo_sum(25), false}}) {
        CAPTURE(row.name);
        CHECK(decode_frame(with_tcp_checksum(frame, row.checksum), true).has_segment ==
              row.is_good);
    }
}

TEST_CASE("what was cut, and super packets without a length, cannot be verified and are read") {
    const auto bad = test::frame_of(summed_packet("data and more"), {.checksums_good = false});
    CHECK(decode_frame(bad, true, bad.size() - 1) == Decoded{true, Blind::snaplen_cuts, 0});
    const auto super = test::frame_of(summed_packet(Bytes(70'000, 'x')),
                                      {.total_length_zero = true, .checksums_good = false});
    CHECK(decode_frame(super, true) == good_frame);
}

TEST_CASE("padding and a frame check sequence are no part of a checksum") {
    CHECK(decode_frame(test::frame_of(summed_packet("odd")) + "FCS!", true) == good_frame);
}

TEST_CASE("a routing header that is not at its end hides the destination") {
    const Bytes finished(
        "\x02\x04\0\0\0\0\0"
        "0123456789abcdef",
        23);
    auto unfinished = finished;
    unfinished[2] = 1;
    const auto frame_with = [](const Bytes& routing) {
        return test::frame_of(summed_packet("x", true),
                              {.extensions = {{43, routing}}, .checksums_good = false});
    };
    CHECK(decode_frame(frame_with(unfinished), true) == good_frame);
    CHECK_FALSE(decode_frame(frame_with(finished), true).has_segment);
}
