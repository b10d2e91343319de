// SPDX-License-Identifier: Apache-2.0
// Where clients connect to us: the value of --listen.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::mirror {

struct ListenAddress {
    std::string host = "127.0.0.1";  // name or address, IPv6 without brackets
    std::uint16_t port = 0;          // 0: any free one
    std::string unix_path{};         // of a Unix-domain socket, in place of host and port
    bool operator==(const ListenAddress&) const = default;
};

/// "127.0.0.1:8080", "[::1]:8080" or "unix:/path/of/socket". The Error names the value and what was
/// expected.
Result<ListenAddress> parse_listen_address(std::string_view text);

std::string to_text(const ListenAddress& address);  // what parse_listen_address() takes

}  // namespace shadowdiff::mirror
