// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/listen_address.hpp"

#include "base/escape.hpp"
#include "mirror/unix_path.hpp"

#include <fmt/format.h>

#include <charconv>

namespace shadowdiff::mirror {
namespace {

std::unexpected<Error> refuse(std::string_view text, std::string_view expected) {
    return std::unexpected{
        Error{fmt::format("\"{}\" is no address: expected {}", printable(text, 200), expected)}};
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
    ListenAddress address;
    if (text.starts_with(unix_scheme)) {
        const auto path = text.substr(unix_scheme.size());
        if (!is_socket_path(path)) {
            return refuse(text,
                          fmt::format("unix:/path of at most {} bytes", socket_path_bytes_max));
        }
        address.host.clear();
        address.unix_path = path;
        return address;
    }
    const auto colon = text.rfind(':');
    auto host = text.substr(0, colon);
    const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
    if (is_bracketed) host = host.substr(1, host.size() - 2);
    const auto port = colon == std::string_view::npos ? "" : text.substr(colon + 1);
    const auto* end = port.data() + port.size();
    const auto [parsed, error] = std::from_chars(port.data(), end, address.port);
    if (host.empty() || port.empty() || error != std::errc{} || parsed != end) {
        return refuse(text, "127.0.0.1:8080 or unix:/path");
    }
    if (host.contains(':') && !is_bracketed) return refuse(text, "[::1]:8080");
    address.host = host;
    return address;
}

std::string to_text(const ListenAddress& address) {
    if (!address.unix_path.empty()) return fmt::format("{}{}", unix_scheme, address.unix_path);
    const auto* form = address.host.contains(':') ? "[{}]:{}" : "{}:{}";
    return fmt::format(fmt::runtime(form), address.host, address.port);
}

}  // namespace shadowdiff::mirror
