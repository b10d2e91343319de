// SPDX-License-Identifier: Apache-2.0
// The tunnels among the encapsulations.
#include "tests/support/encapsulation.hpp"

namespace shadowdiff::test {
namespace {

struct Row {
    std::string name;
    Bytes datagram;  // what stands behind Ethernet, in IPv4
};

std::vector<Row> over_ip(const Bytes& ip, const Bytes& frame, bool v6) {
    const auto type = hex(v6 ? "86dd" : "0800");
    const auto ppp = hex(v6 ? "ff03 0057" : "ff03 0021") + ip;
    const Bytes erspan(8, '\x10');
    const auto ah =
        (v6 ? hex("29") : hex("04")) + hex("04 0000 00000001 00000001") + Bytes(12, 'h');
    return {
        {"IP in IP", ipv4(v6 ? 41 : 4, ip)},
        {"GRE", ipv4(47, hex("0000") + type + ip)},
        {"GRE with checksum, key and sequence",
         ipv4(47, hex("b000") + type + hex("11110000 22222222 00000001") + ip)},
        {"GRE with a route",
         ipv4(47, hex("4000") + type + hex("00000000 0002 0004 c0000203 00000000") + ip)},
        {"GRE with Ethernet", ipv4(47, hex("0000 6558") + frame)},
        {"GRE with MPLS", ipv4(47, hex("0000 8847 00010140") + ip)},
        {"WCCP", ipv4(47, hex("0000 883e 00000000") + ip)},
        {"PPTP", ipv4(47, hex("3001 880b") + number16(ppp.size()) + hex("0001 00000001") + ppp)},
        {"PPTP with an acknowledgement",
         ipv4(47, hex("3081 880b") + number16(ppp.size()) + hex("0001 00000001 00000001") + ppp)},
        {"ERSPAN I", ipv4(47, hex("0000 88be") + frame)},
        {"ERSPAN II", ipv4(47, hex("1000 88be 00000001") + erspan + frame)},
        {"ERSPAN III", ipv4(47, hex("1000 22eb 00000001 20000000 00000000 00000000") + frame)},
        {"ERSPAN III with a subheader",
         ipv4(47, hex("1000 22eb 00000001 20000000 00000000 00000001 0000000000000000") + frame)},
        {"authentication header", ipv4(51, ah + ip)},
        {"EtherIP", ipv4(97, hex("3000") + frame)},
        {"L2TPv3 with Ethernet", ipv4(115, hex("00000001") + frame)},
        {"L2TPv3 with a cookie and a sublayer",
         ipv4(115, hex("00000001 a1a2a3a4 a5a6a7a8 40000001") + frame)},
        {"L2TPv3 with PPP", ipv4(115, hex("00000001") + ppp)},
        {"MPLS in IP", ipv4(137, hex("00010140") + ip)},
    };
}

std::vector<Row> over_udp(const Bytes& ip, const Bytes& frame, bool v6) {
    const auto type = hex(v6 ? "86dd" : "0800");
    const auto ppp = hex(v6 ? "0057" : "0021") + ip;
    const auto gtp = [&](const char* start, const Bytes& options) {
        return ipv4(17, udp(2'152, hex(start) + number16(options.size() + ip.size()) +
                                       hex("00000001") + options + ip));
    };
    std::vector<Row> rows{
        {"VXLAN", ipv4(17, udp(4'789, hex("08000000 00000100") + frame))},
        {"VXLAN of old Linux", ipv4(17, udp(8'472, hex("08000000 00000100") + frame))},
        {"VXLAN with a group policy", ipv4(17, udp(4'789, hex("88000001 00000100") + frame))},
        {"VXLAN of a gateway load balancer",
         ipv4(17, udp(10'801, hex("08000000 00032100") + frame))},
        {"VXLAN in IPv6 in IPv4", ipv4(41, ipv6(17, udp(4'789, hex("08000000 00000100") + frame)))},
        {"VXLAN-GPE with IP",
         ipv4(17, udp(4'790, hex(v6 ? "0c000002" : "0c000001") + hex("00000100") + ip))},
        {"VXLAN-GPE with Ethernet", ipv4(17, udp(4'790, hex("0c000003 00000100") + frame))},
        {"VXLAN-GPE with a service header",
         ipv4(17, udp(4'790, hex("0c000004 00000100 0fc2 0103 000000ff") + frame))},
        {"GENEVE", ipv4(17, udp(6'081, hex("0000 6558 00000100") + frame))},
        {"GENEVE with options and IP",
         ipv4(17, udp(6'081, hex("0400") + type +
                                 hex("00000100 01080002 0000000000000001 00000000") + ip))},
        {"L2TP", ipv4(17, udp(1'701, hex("0002 0001 0001 ff03") + ppp))},
        {"L2TP with length, sequence and offset",
         ipv4(17, udp(1'701, hex("4a02") + number16(16 + ppp.size()) +
                                 hex("0001 0001 0001 0001 0002 0000") + ppp))},
        {"L2TPv3 over UDP", ipv4(17, udp(1'701, hex("0003 0000 00000001") + frame))},
        {"GTP-U", gtp("30ff", {})},
        {"GTP-U with a sequence number", gtp("32ff", hex("0001 00 00"))},
        {"GTP-U with extension headers", gtp("34ff", hex("0000 00 85 01 0010 c0 01 0000 00"))},
        {"GRE in UDP", ipv4(17, udp(4'754, hex("0000") + type + ip))},
        {"MPLS in UDP", ipv4(17, udp(6'635, hex("00010140") + ip))},
        {"AYIYA",
         ipv4(17, udp(5'072, hex(v6 ? "44520129" : "44520104") + Bytes(4 + 16 + 20, 'y') + ip))},
        {"TZSP", ipv4(17, udp(37'008, hex("0100 0001 0a01ff 00 01") + frame))},
    };
    if (v6) {
        rows.push_back({"Teredo", ipv4(17, udp(3'544, ip))});
        rows.push_back({"Teredo with authentication and origin",
                        ipv4(17, udp(3'544, hex("0001 0000 0000000000000001 00") +
                                                hex("0000 1234 c0000263") + ip))});
    }
    return rows;
}

}  // namespace

std::vector<Encapsulated> every_tunnel(const Bytes& ip, const Bytes& frame, bool v6) {
    std::vector<Encapsulated> rows;
    constexpr auto link = frames::LinkType::ethernet;
    for (const auto& [name, datagram] : over_ip(ip, frame, v6)) {
        rows.push_back({name, link, ethernet(0x0800, datagram)});
    }
    for (const auto& [name, datagram] : over_udp(ip, frame, v6)) {
        rows.push_back({name, link, ethernet(0x0800, datagram)});
    }
    const auto vxlan = udp(4'789, hex("08000000 00000100") + frame);
    const auto erspan = hex("1000 88be 00000001 1000000000000000");
    rows.push_back({"IP in IPv6", link, ethernet(0x86dd, ipv6(v6 ? 41 : 4, ip))});
    rows.push_back({"VXLAN in IPv6", link, ethernet(0x86dd, ipv6(17, vxlan))});
    rows.push_back({"Ethernet in IPv6", link, ethernet(0x86dd, ipv6(143, frame))});
    rows.push_back({"GRE behind IPv6 options", link,
                    ethernet(0x86dd, ipv6(60, hex("2f00 0104 00000000 0000 6558") + frame))});
    rows.push_back({"VXLAN in ERSPAN", link,
                    ethernet(0x0800, ipv4(47, erspan + ethernet(0x0800, ipv4(17, vxlan))))});
    rows.push_back({"VXLAN in PPPoE in two tags", link,
                    ethernet(0x88a8, hex("0064 8100 000a 8864 1100 0001") +
                                         number16(2 + ipv4(17, vxlan).size()) + hex("0021") +
                                         ipv4(17, vxlan))});
    return rows;
}

}  // namespace shadowdiff::test
