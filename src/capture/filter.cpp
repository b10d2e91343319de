// SPDX-License-Identifier: Apache-2.0
#include "capture/filter.hpp"

#include <fmt/format.h>

namespace shadowdiff::capture {
namespace {

std::string any_of(std::span<const std::uint16_t> ports) {
    std::string text;
    for (const auto port : ports)
        text += fmt::format("{}port {}", text.empty() ? "" : " or ", port);
    return text;
}

std::string wanted_tcp(std::span<const std::uint16_t> ports,
                       std::span<const std::uint16_t> ports_excluded) {
    if (!ports.empty()) return fmt::format("(tcp and ({}))", any_of(ports));
    if (!ports_excluded.empty()) return fmt::format("(tcp and not ({}))", any_of(ports_excluded));
    return "tcp";
}

// What pcap-filter(7) does not look through: later IPv4 fragments, IPv6 extension headers.
std::string untagged(std::span<const std::uint16_t> ports,
                     std::span<const std::uint16_t> ports_excluded) {
    return fmt::format(
        "({} or (ip and ip[9] = 6 and (ip[6:2] & 0x1fff) != 0) or (ip6 and (ip6[6] = 0 or "
        "ip6[6] = 43 or ip6[6] = 44 or ip6[6] = 51 or ip6[6] = 60)))",
        wanted_tcp(ports, ports_excluded));
}

}  // namespace

std::string filter_expression(std::span<const std::uint16_t> ports,
                              std::span<const std::uint16_t> ports_excluded) {
    const auto inner = untagged(ports, ports_excluded);
    // "vlan" moves all that follows it one tag further, so the untagged form stands first.
    return fmt::format("{0} or (vlan and ({0} or (vlan and {0})))", inner);
}

std::string filter_expression_without_vlan(std::span<const std::uint16_t> ports,
                                           std::span<const std::uint16_t> ports_excluded) {
    return fmt::format("{} or ether proto 0x8100 or ether proto 0x88a8",
                       untagged(ports, ports_excluded));
}

}  // namespace shadowdiff::capture
