// SPDX-License-Identifier: Apache-2.0
#include "frames/wifi.hpp"

#include "frames/decode.hpp"
#include "tests/support/encapsulation.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace shadowdiff;

namespace {

const Bytes addresses = test::hex("020000000001 020000000002 020000000003 1000");

Bytes snap() {
    test::TcpPacket packet;
    packet.source = test::endpoint_v4(1, 40'000);
    packet.destination = test::endpoint_v4(2, 80);
    packet.payload = "x";
    return test::hex("aaaa03 000000 0800") +
           test::frame_of(packet, {.link = frames::LinkType::raw_ip});
}

}  // namespace

TEST_CASE("of 802.11, data frames that are whole and not protected are read") {
    struct Row {
        std::string name;
        const char* control;
        std::optional<Blind> lost;
    };
    for (const auto& row :
         std::vector<Row>{{"data to the access point", "0801 0000", std::nullopt},
                          {"data from it", "0802 0000", std::nullopt},
                          {"data sent again", "0809 0000", std::nullopt},
                          {"protected", "0841 0000", Blind::undecodable_frames},
                          {"a piece", "0805 0000", Blind::undecodable_frames},
                          {"null data", "4801 0000", Blind::not_tcp_frames},
                          {"a beacon", "8000 0000", Blind::not_tcp_frames},
                          {"an acknowledgement", "d400 0000", Blind::not_tcp_frames},
                          {"a version to come", "0901 0000", Blind::not_tcp_frames}}) {
        CAPTURE(row.name);
        frames::Decoder decoder;
        const auto frame = test::hex(row.control) + addresses + snap();
        const auto segment = decoder.decode(test::captured(frame, frames::LinkType::wifi));
        CHECK(segment.has_value() == !row.lost);
        CHECK(decoder.lost() == row.lost);
    }
}

TEST_CASE("a later piece of a data frame cannot be read") {
    auto frame = test::hex("0801 0000") + addresses + snap();
    frame[22] = '\x11';  // fragment number 1
    frames::Decoder decoder;
    decoder.decode(test::captured(frame, frames::LinkType::wifi));
    CHECK(decoder.lost() == Blind::undecodable_frames);
}

TEST_CASE("of an A-MSDU the first frame is read and the others are counted") {
    auto one = Bytes(12, '\x02') + test::number16(snap().size()) + snap();
    one.resize((one.size() + 3) / 4 * 4);
    const auto frame = test::hex("8801 0000") + addresses + test::hex("8000") + one + one + one;
    frames::Decoder decoder;
    CHECK(decoder.decode(test::captured(frame, frames::LinkType::wifi)));
    CHECK(decoder.coverage()[Blind::undecodable_frames] == 2);
}

TEST_CASE("radio headers that claim more than there is are malformed") {
    const auto frame = test::hex("0801 0000") + addresses + snap();
    for (const auto& [link, header] : std::vector<std::pair<frames::LinkType, const char*>>{
             {frames::LinkType::radiotap, "0000 ff00 00000000"},
             {frames::LinkType::radiotap, "0000 0400 00000000"},
             {frames::LinkType::radiotap, "0100 0800 00000000"},
             {frames::LinkType::radiotap, "0000 0c00 ffffffff ffffffff"},
             {frames::LinkType::prism, "44000000 ffffff7f"},
             {frames::LinkType::prism, "80211001 0fffffff"},
             {frames::LinkType::avs, "80211001 00000004"},
             {frames::LinkType::ppi, "0000 ff0f 69000000"}}) {
        CAPTURE(header);
        frames::Decoder decoder;
        CHECK_FALSE(decoder.decode(test::captured(test::hex(header) + frame.substr(0, 4), link)));
        CHECK(decoder.lost() == Blind::undecodable_frames);
    }
}
