// SPDX-License-Identifier: Apache-2.0
#include "capture/filter.hpp"

#include "capture/pcap_handle.hpp"
#include "tests/support/decode_one.hpp"
#include "tests/support/encapsulation.hpp"
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
    made.payload = Bytes(60, 'x');
    return made;
}

const std::vector<std::uint16_t> web{80, 8080};
const std::vector<std::uint16_t> none;

std::string ethernet_filter(const std::vector<std::uint16_t>& ports) {
    return capture::filter_expression(DLT_EN10MB, ports);
}

}  // namespace

TEST_CASE("what we decode passes the filter, whatever is around it") {
    for (const bool v6 : {false, true}) {
        const auto wanted = packet(40'000, 80, v6);
        for (const auto& row : test::every_encapsulation(wanted)) {
            CAPTURE(v6);
            CAPTURE(row.name);
            const auto link = static_cast<int>(row.link);
            // libpcap's own numbers differ from those of files here
            const auto dlt = link == 101 ? DLT_RAW : link == 14 ? DLT_RAW : link;
            CHECK(passes(capture::filter_expression(link, web), row.frame, dlt));
            CHECK(passes(capture::filter_expression(link, {}), row.frame, dlt));
        }
    }
}

TEST_CASE("what we decode passes in cooked captures too") {
    const auto wanted = packet(40'000, 80);
    for (const auto& row : test::every_encapsulation(wanted)) {
        if (row.link != LinkType::ethernet) continue;
        CAPTURE(row.name);
        const auto type = row.frame.substr(12, 2);
        const auto is_length = type[0] < 6 && type[0] >= 0;
        const auto protocol = is_length ? test::hex("0004") : type;
        const auto rest = row.frame.substr(14);
        const auto v1 = test::hex("0000 0001 0006 020000000001 0000") + protocol + rest;
        const auto v2 = protocol + test::hex("0000 00000002 0001 00 06 020000000001 0000") + rest;
        const auto filter_v1 = capture::filter_expression(DLT_LINUX_SLL, web);
        const auto filter_v2 = capture::filter_expression(DLT_LINUX_SLL2, web);
        CHECK(test::decode_one(test::captured(v1, LinkType::linux_cooked)));
        CHECK(passes(filter_v1, v1, DLT_LINUX_SLL));
        CHECK(test::decode_one(test::captured(v2, LinkType::linux_cooked_v2)));
        CHECK(passes(filter_v2, v2, DLT_LINUX_SLL2));
    }
}

TEST_CASE("every fragment of what may hold a wanted packet passes") {
    const auto ip = test::frame_of(packet(40'000, 80), {.link = LinkType::raw_ip});
    const auto ip_v6 = test::frame_of(packet(40'000, 80, true), {.link = LinkType::raw_ip});
    const auto tunnel = test::ipv4(17, test::udp(4'789, Bytes(8, '\x08') + ip));
    for (const auto& filter : {ethernet_filter(web), ethernet_filter(none)}) {
        for (const auto& whole : {ip, tunnel}) {
            for (const auto& part : test::fragments_v4(whole, 24)) {
                CHECK(passes(filter, test::ethernet(0x0800, part)));
                CHECK(passes(filter, test::ethernet(0x8100, test::hex("0005 0800") + part)));
            }
        }
        for (const auto& part : test::fragments_v6(ip_v6, 24)) {
            CHECK(passes(filter, test::ethernet(0x86dd, part)));
        }
    }
}

TEST_CASE("both directions of every wanted port pass, others do not") {
    const auto filter = ethernet_filter(web);
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

TEST_CASE("what cannot hold a wanted packet does not pass") {
    for (const auto& filter : {ethernet_filter(web), ethernet_filter(none)}) {
        CHECK_FALSE(passes(filter, test::ethernet(0x0806, Bytes(46, '\0'))));
        CHECK_FALSE(passes(filter, test::ethernet(0x0800, test::ipv4(1, Bytes(40, '\0')))));
        CHECK_FALSE(passes(filter, test::ethernet(0x0800, test::ipv4(17, test::udp(53, "dns")))));
        CHECK_FALSE(passes(filter, test::ethernet(0x86dd, test::ipv6(17, test::udp(53, "dns")))));
        CHECK_FALSE(passes(filter, test::ethernet(0x86dd, test::ipv6(58, Bytes(40, '\0')))));
        CHECK_FALSE(
            passes(filter, test::ethernet(0x8100, test::hex("0005 0806") + Bytes(46, '\0'))));
    }
    CHECK_FALSE(passes(ethernet_filter(web),
                       test::frame_of(packet(1, 2), {.ipv4_fragment_field = 0x4000})));
}

TEST_CASE("without ports all TCP passes") {
    CHECK(passes(ethernet_filter(none), test::frame_of(packet(1, 2))));
}

TEST_CASE("link layers without a VLAN keyword let tagged frames pass whole") {
    struct Row {
        std::string name;
        LinkType link;
        int link_type;
    };
    for (const auto& row :
         std::vector<Row>{{"cooked", LinkType::linux_cooked, DLT_LINUX_SLL},
                          {"cooked v2", LinkType::linux_cooked_v2, DLT_LINUX_SLL2}}) {
        CAPTURE(row.name);
        const auto filter = capture::filter_expression(row.link_type, web);
        CHECK(passes(filter, test::frame_of(packet(1, 80), {.link = row.link}), row.link_type));
        CHECK_FALSE(
            passes(filter, test::frame_of(packet(1, 2), {.link = row.link}), row.link_type));
        CHECK(passes(filter, test::frame_of(packet(1, 80), {.link = row.link, .vlans = {5}}),
                     row.link_type));
    }
}

TEST_CASE("many ports still make a filter that compiles and that the kernel takes") {
    std::vector<std::uint16_t> ports;
    for (std::uint16_t port = 8'000; port < 8'100; ++port) ports.push_back(port);
    const auto filter = ethernet_filter(ports);
    CHECK(passes(filter, test::frame_of(packet(1, 8'099))));
    CHECK_FALSE(passes(filter, test::frame_of(packet(1, 8'100))));

    constexpr unsigned kernel_takes = 4'096;  // BPF_MAXINSNS
    const capture::PcapHandle dead{pcap_open_dead(DLT_EN10MB, 262'144)};
    bpf_program program{};
    REQUIRE(pcap_compile(dead.get(), &program, filter.c_str(), 1, PCAP_NETMASK_UNKNOWN) == 0);
    CHECK(program.bf_len < kernel_takes);
    pcap_freecode(&program);
}
