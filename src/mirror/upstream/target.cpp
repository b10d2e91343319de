// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/target.hpp"

#include "base/escape.hpp"
#include "mirror/unix_path.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace shadowdiff::mirror {
namespace {

constexpr std::uint16_t http_port = 80;
constexpr std::uint16_t https_port = 443;
constexpr std::size_t name_bytes_max = 253;  // RFC 1035, section 2.3.4, as text

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_scheme(std::string_view scheme, std::string_view wanted) {
    return std::ranges::equal(scheme, wanted, {}, lower);
}

bool is_host_character(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_';
}

bool is_visible(char c) { return c > ' ' && c < '\x7f'; }

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

struct Authority {
    std::string_view host;
    std::optional<std::string_view> port;  // as written, without the colon
};

Result<Authority> split_bracketed(std::string_view authority) {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return std::unexpected{Error{"'[' is never closed"}};
    const std::string host{authority.substr(1, close - 1)};
    in6_addr ignored{};
    if (inet_pton(AF_INET6, host.c_str(), &ignored) != 1) {
        return std::unexpected{Error{"what stands in brackets is no IPv6 address"}};
    }
    const auto rest = authority.substr(close + 1);
    if (rest.empty()) return Authority{authority.substr(1, close - 1), {}};
    if (!rest.starts_with(':')) return std::unexpected{Error{"expected ':port' after ']'"}};
    return Authority{authority.substr(1, close - 1), rest.substr(1)};
}

Result<Authority> split(std::string_view authority) {
    if (authority.starts_with('[')) return split_bracketed(authority);
    if (std::ranges::count(authority, ':') > 1) {
        return std::unexpected{Error{"an IPv6 address stands in brackets: http://[::1]:8081"}};
    }
    const auto colon = authority.find(':');
    const auto host = authority.substr(0, colon);
    if (host.empty()) return std::unexpected{Error{"it names no host"}};
    if (host.size() > name_bytes_max || !std::ranges::all_of(host, is_host_character)) {
        return std::unexpected{Error{"its host is no name and no address"}};
    }
    if (colon == std::string_view::npos) return Authority{host, {}};
    return Authority{host, authority.substr(colon + 1)};
}

std::uint16_t default_port_of(const Target& target) { return target.tls ? https_port : http_port; }

/// Takes the scheme off `url`; true when it is https.
Result<bool> take_scheme(std::string_view& url) {
    const auto end = url.find("://");
    if (end == std::string_view::npos) {
        return std::unexpected{Error{"it has no scheme: write http://host:port"}};
    }
    const auto scheme = url.substr(0, end);
    const bool is_https = is_scheme(scheme, "https");
    if (!is_https && !is_scheme(scheme, "http")) {
        return std::unexpected{Error{"its scheme is not supported: use http, https or unix:/path"}};
    }
    url.remove_prefix(end + 3);
    return is_https;
}

Result<Target> parse_unix(std::string_view path) {
    if (!is_socket_path(path)) {
        return std::unexpected{
            Error{fmt::format("expected unix:/path of at most {} bytes", socket_path_bytes_max)}};
    }
    return Target{.host = "localhost",
                  .port = http_port,
                  .base_path = {},
                  .tls = false,
                  .unix_path = std::string{path}};
}

Result<Target> parse(std::string_view url) {
    if (url.starts_with(unix_scheme)) return parse_unix(url.substr(unix_scheme.size()));
    const auto is_https = take_scheme(url);
    if (!is_https) return std::unexpected{is_https.error()};
    const auto authority_end = std::min(url.find_first_of("/?#"), url.size());
    const auto authority = split(url.substr(0, authority_end));
    if (!authority) return std::unexpected{authority.error()};
    Target target;
    target.host = authority->host;
    target.tls = *is_https;
    target.port = default_port_of(target);
    if (authority->port) {
        const auto port = parse_port(*authority->port);
        if (!port) return std::unexpected{Error{"its port is no number from 1 to 65535"}};
        target.port = *port;
    }
    auto path = url.substr(authority_end);
    if (path.find_first_of("?#") != std::string_view::npos) {
        return std::unexpected{Error{"a query or fragment cannot be part of a base URL"}};
    }
    if (!std::ranges::all_of(path, is_visible)) {
        return std::unexpected{Error{"its path has characters that must be percent-encoded"}};
    }
    while (path.ends_with('/')) path.remove_suffix(1);
    target.base_path = std::string{path};
    return target;
}

bool has_userinfo(std::string_view url) {
    const auto scheme_end = url.find("://");
    const auto start = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
    return url.substr(start, url.find_first_of("/?#", start) - start).contains('@');
}

std::string bracketed(const std::string& host) {
    return host.contains(':') ? "[" + host + "]" : host;
}

}  // namespace

Result<Target> parse_target(std::string_view url) {
    if (has_userinfo(url)) {
        return std::unexpected{
            Error{"a user name or password cannot be part of a base URL: write http://host:port"}};
    }
    auto target = parse(url);
    if (target) return target;
    const auto shown = url.substr(0, url.find_first_of("?#"));  // what follows may be a secret
    return std::unexpected{
        Error{fmt::format("\"{}\": {}", printable(shown, 200), target.error().message)}};
}

std::string host_and_port(const Target& target) {
    if (!target.unix_path.empty()) return fmt::format("{}{}", unix_scheme, target.unix_path);
    return fmt::format("{}:{}", bracketed(target.host), target.port);
}

std::string host_header_of(const Target& target) {
    if (!target.unix_path.empty() || target.port == default_port_of(target)) {
        return bracketed(target.host);
    }
    return host_and_port(target);
}

std::string to_text(const Target& target) {
    if (!target.unix_path.empty()) return host_and_port(target);
    return (target.tls ? "https://" : "http://") + host_header_of(target) + target.base_path;
}

}  // namespace shadowdiff::mirror
