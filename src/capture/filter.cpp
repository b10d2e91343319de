// SPDX-License-Identifier: Apache-2.0
#include "capture/filter.hpp"

#include "frames/packet.hpp"
#include "frames/tunnels.hpp"

#include <fmt/format.h>

#include <array>

namespace shadowdiff::capture {
namespace {

using frames::LinkType;

// What carries IP or Ethernet inside IP: IP itself, GRE, authentication, EtherIP, L2TPv3, MPLS.
constexpr std::array<int, 7> tunnel_protocols{4, 41, 47, 51, 97, 115, 137};
// The same behind IPv6, with Ethernet and the extension headers.
constexpr std::array<int, 15> ipv6_headers{0,  4,   41,  43,  44,  47,  51, 60,
                                           97, 115, 135, 137, 139, 140, 143};
// What holds IP behind further headers: bridging, PPP, MPLS, PPPoE, tags that "vlan" does not know.
constexpr std::array<int, 11> ether_types{0x6558, 0x880b, 0x8847, 0x8848, 0x8864, 0x88e7,
                                          0x8909, 0x8926, 0x893f, 0x894f, 0x9200};
constexpr std::array<int, 3> vlan_types{0x8100, 0x88a8, 0x9100};

template <class Numbers>
std::string any_of(std::string_view primitive, const Numbers& numbers) {
    std::string text;
    for (const auto number : numbers) {
        text += fmt::format("{}{} {}", text.empty() ? "" : " or ", primitive, number);
    }
    return "(" + text + ")";
}

std::string wanted_tcp(std::span<const std::uint16_t> ports) {
    return ports.empty() ? "tcp" : "(tcp and " + any_of("port", ports) + ")";
}

// IP that is wanted, or that the filter cannot look through.
std::string wanted_ip(std::span<const std::uint16_t> ports) {
    const auto tunnels = any_of("ip[9] =", tunnel_protocols);
    return fmt::format(
        "{} or (ip and ({} or ((ip[9] = 6 or ip[9] = 17) and (ip[6:2] & 0x3fff) != 0))) or "
        "(ip6 and {}) or (udp and {})",
        wanted_tcp(ports), tunnels, any_of("ip6[6] =", ipv6_headers),
        any_of("port", frames::tunnel_ports()));
}

std::string on_ethernet(const std::string& ip) {
    const auto inner = fmt::format("{} or llc or {}", ip, any_of("ether proto", ether_types));
    // "vlan" moves all that follows it one tag further, so the untagged form stands first.
    return fmt::format("{0} or (vlan and ({0} or (vlan and ({0} or vlan))))", inner);
}

// There pcap-filter(7) knows no "vlan" and no "llc".
std::string on_cooked(const std::string& ip, int type_at) {
    constexpr std::array<int, 1> llc{4};
    const auto type_is = fmt::format("ether[{}:2] =", type_at);
    return fmt::format("{} or {} or {} or {}", ip, any_of(type_is, ether_types),
                       any_of(type_is, vlan_types), any_of(type_is, llc));
}

}  // namespace

std::string filter_expression(int link_type, std::span<const std::uint16_t> ports) {
    const auto ip = wanted_ip(ports);
    switch (static_cast<LinkType>(link_type)) {
        case LinkType::ethernet: return on_ethernet(ip);
        case LinkType::linux_cooked: return on_cooked(ip, 14);
        case LinkType::linux_cooked_v2: return on_cooked(ip, 0);
        case LinkType::raw_bsd:
        case LinkType::raw_openbsd:
        case LinkType::raw_ip:
        case LinkType::ipv4:
        case LinkType::ipv6: return ip;
        default: return {};
    }
}

}  // namespace shadowdiff::capture
