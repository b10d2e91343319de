// SPDX-License-Identifier: Apache-2.0
#include "capture/filter.hpp"

#include "capture/pcap_handle.hpp"
#include "tests/support/frame_builder.hpp"

#include <doctest/doctest.h>
#include <pcap/pcap.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using frames::LinkType;

namespace {

bool passes(const std::string& expression, const Bytes& frame, int link_type = DLT_EN10MB) {
    const capture::PcapHandle dead{pcap_open_dead(link_type, 262'144)};
    bpf_program program{};
    if (pcap_compile(dead.get(), &program, expression.c_str(), 1, PCAP_NETMASK_UNKNOWN) != 0) {
        FAIL(pcap_geterr(dead.get()));
    }
    pcap_pkthdr header{};
    header.caplen = header.len = static_cast<bpf_u_int32>(frame.size());
    const bool passed =
        pcap_offline_filter(&program, &header, reinterpret_cast<const u_char*>(frame.data())) != 0;
    pcap_freecode(&program);
    return passed;
}

test::TcpPacket packet(std::uint16_t from, std::uint16_t to, bool v6 = false) {
    test::TcpPacket made;
    made.source = v6 ? test::endpoint_v6(1, from) : test::endpoint_v4(1, from);
    made.destination = v6 ? test::endpoint_v6(2, to) : test::endpoint_v4(2, to);
    made.flags = {.ack = true};
    made.payload = "x";
    return made;
}

const std::vector<std::uint16_t> web{80, 8080};
const std::vector<std::uint16_t> none;

}  // namespace

TEST_CASE("both directions of every wanted port pass, others do not") {
    const auto filter = capture::filter_expression(web, none);
    for (const bool v6 : {false, true}) {
        for (const auto& vlans : std::vector<std::vector<std::uint16_t>>{{}, {5}, {7, 5}}) {
            CAPTURE(v6);
            CAPTURE(vlans.size());
            const test::FrameOptions options{.vlans = vlans};
            CHECK(passes(filter, test::frame_of(packet(40'000, 80, v6), options)));
            CHECK(passes(filter, test::frame_of(packet(80, 40'000, v6), options)));
            CHECK(passes(filter, test::frame_of(packet(8080, 40'000, v6), options)));
            CHECK_FALSE(passes(filter, test::frame_of(packet(40'000, 81, v6), options)));
        }
    }
}

TEST_CASE("fragments and IPv6 extension headers pass, as their ports cannot be seen") {
    const auto filter = capture::filter_expression(web, none);
    const auto other_port = packet(1, 2);
    CHECK(passes(filter, test::frame_of(other_port, {.ipv4_fragment_field = 0x0064})));
    CHECK(passes(filter, test::frame_of(other_port, {.vlans = {5}, .ipv4_fragment_field = 0x64})));
    CHECK_FALSE(passes(filter, test::frame_of(other_port, {.ipv4_fragment_field = 0x4000})));
    for (const auto kind : std::vector<std::uint8_t>{0, 43, 44, 51, 60}) {
        CAPTURE(int{kind});
        const test::FrameOptions options{.extensions = {{kind, Bytes(7, '\0')}}};
        CHECK(passes(filter, test::frame_of(packet(1, 2, true), options)));
    }
}

TEST_CASE("without ports all TCP passes, but for excluded ports") {
    CHECK(passes(capture::filter_expression(none, none), test::frame_of(packet(1, 2))));
    const std::vector<std::uint16_t> own{9000};
    const auto filter = capture::filter_expression(none, own);
    CHECK(passes(filter, test::frame_of(packet(1, 2))));
    CHECK_FALSE(passes(filter, test::frame_of(packet(1, 9000))));
    CHECK_FALSE(passes(filter, test::frame_of(packet(9000, 1), {.vlans = {5}})));

    auto udp = test::frame_of(packet(1, 2));
    udp[14 + 9] = 17;
    CHECK_FALSE(passes(filter, udp));
}

TEST_CASE("an excluded port never costs a client of a wanted one") {
    const std::vector<std::uint16_t> own{40'000, 80};
    const auto filter = capture::filter_expression(web, own);
    CHECK(passes(filter, test::frame_of(packet(40'000, 80))));
}

TEST_CASE("link layers without a VLAN keyword let tagged frames pass whole") {
    const auto filter = capture::filter_expression_without_vlan(web, none);
    struct Row {
        std::string name;
        LinkType link;
        int link_type;
    };
    for (const auto& row :
         std::vector<Row>{{"cooked", LinkType::linux_cooked, DLT_LINUX_SLL},
                          {"cooked v2", LinkType::linux_cooked_v2, DLT_LINUX_SLL2}}) {
        CAPTURE(row.name);
        CHECK(passes(filter, test::frame_of(packet(1, 80), {.link = row.link}), row.link_type));
        CHECK_FALSE(
            passes(filter, test::frame_of(packet(1, 2), {.link = row.link}), row.link_type));
        CHECK(passes(filter, test::frame_of(packet(1, 80), {.link = row.link, .vlans = {5}}),
                     row.link_type));
    }
}

TEST_CASE("many ports still make a filter that compiles") {
    std::vector<std::uint16_t> ports;
    for (std::uint16_t port = 8'000; port < 8'100; ++port) ports.push_back(port);
    const auto filter = capture::filter_expression(ports, none);
    CHECK(passes(filter, test::frame_of(packet(1, 8'099))));
    CHECK_FALSE(passes(filter, test::frame_of(packet(1, 8'100))));
}
