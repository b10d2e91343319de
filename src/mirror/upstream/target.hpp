// SPDX-License-Identifier: Apache-2.0
// Where a leg listens: the value of --candidate URL and its like.
#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace shadowdiff::mirror {

struct Target {
    std::string host;  // name or address, IPv6 without brackets
    std::uint16_t port = 80;
    std::string base_path{};  // "" or "/v2": joined in front of each request's path
    bool tls = false;
    std::string unix_path{};  // of a Unix-domain socket, in place of host and port
    bool operator==(const Target&) const = default;
};

/// http[s]://host[:port][/base] or unix:/path/of/socket. The Error names the value and what was
/// expected. A value with a password in it is not repeated in the Error.
Result<Target> parse_target(std::string_view url);

std::string to_text(const Target& target);  // "http://127.0.0.1:8081/v2"
/// "127.0.0.1:8081", "[::1]:8081", "unix:/run/app.sock".
std::string host_and_port(const Target& target);
std::string host_header_of(const Target& target);  // without the default port; "localhost" of unix

}  // namespace shadowdiff::mirror
