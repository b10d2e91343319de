// SPDX-License-Identifier: Apache-2.0
// An IP address and a TCP port, as seen on the wire.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace shadowdiff {

/// IPv4 addresses use the first four octets, network order; the rest is zero.
struct IpAddress {
    std::array<std::uint8_t, 16> octets{};
    bool is_v6 = false;
    auto operator<=>(const IpAddress&) const = default;
};

struct Endpoint {
    IpAddress address;
    std::uint16_t port = 0;
    auto operator<=>(const Endpoint&) const = default;
};

/// RFC 5952 for IPv6, dotted decimal for IPv4.
std::string to_text(const IpAddress& address);

/// "10.0.0.1:80"; IPv6 as "2001:db8::1:80" without brackets when `bare`, "[2001:db8::1]:80" else.
std::string to_text(const Endpoint& endpoint, bool bare = false);

}  // namespace shadowdiff
