// SPDX-License-Identifier: Apache-2.0
#include "base/endpoint.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

namespace shadowdiff {

std::string to_text(const IpAddress& address) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(address.is_v6 ? AF_INET6 : AF_INET, address.octets.data(), text.data(), text.size());
    return text.data();
}

std::string to_text(const Endpoint& endpoint, bool bare) {
    const auto address = to_text(endpoint.address);
    if (endpoint.address.is_v6 && !bare) return fmt::format("[{}]:{}", address, endpoint.port);
    return fmt::format("{}:{}", address, endpoint.port);
}

}  // namespace shadowdiff
