// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/target.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("a base URL names host, port and base path") {
    struct Row {
        std::string_view name, url;
        Target expected;
        std::string_view text;
    };
    const Row rows[] = {
        {"host alone",
         "http://legacy.example.com",
         {"legacy.example.com", 80, ""},
         "http://legacy.example.com"},
        {"port", "http://10.0.0.1:8081", {"10.0.0.1", 8081, ""}, "http://10.0.0.1:8081"},
        {"default port written", "http://10.0.0.1:80", {"10.0.0.1", 80, ""}, "http://10.0.0.1"},
        {"root path", "http://10.0.0.1:8081/", {"10.0.0.1", 8081, ""}, "http://10.0.0.1:8081"},
        {"base path", "http://a/v2", {"a", 80, "/v2"}, "http://a/v2"},
        {"slashes at the end", "http://a/v2/x//", {"a", 80, "/v2/x"}, "http://a/v2/x"},
        {"IPv6", "http://[::1]:8081/b", {"::1", 8081, "/b"}, "http://[::1]:8081/b"},
        {"IPv6 without port",
         "http://[2001:db8::1]",
         {"2001:db8::1", 80, ""},
         "http://[2001:db8::1]"},
        {"scheme in capitals", "HTTP://a:1", {"a", 1, ""}, "http://a:1"},
        {"highest port", "http://a:65535", {"a", 65535, ""}, "http://a:65535"},
        {"at sign in the path", "http://a/@b", {"a", 80, "/@b"}, "http://a/@b"},
        {"https", "https://a", {"a", 443, "", true, ""}, "https://a"},
        {"https in capitals, port",
         "HTTPS://a:8443/b",
         {"a", 8443, "/b", true, ""},
         "https://a:8443/b"},
        {"https on the port of http", "https://a:80", {"a", 80, "", true, ""}, "https://a:80"},
        {"Unix-domain socket",
         "unix:/run/a.sock",
         {"localhost", 80, "", false, "/run/a.sock"},
         "unix:/run/a.sock"},
        {"underscore",
         "http://legacy_app:8080",
         {"legacy_app", 8080, ""},
         "http://legacy_app:8080"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto target = parse_target(row.url);
        REQUIRE(target.has_value());
        CHECK(*target == row.expected);
        CHECK(to_text(*target) == row.text);
        CHECK(parse_target(to_text(*target)) == target);
    }
}

TEST_CASE("a base URL that is none is refused with the reason") {
    struct Row {
        std::string_view name, url, reason;
    };
    const auto long_path = "unix:/" + std::string(107, 'a');
    const Row rows[] = {
        {"empty", "", "it has no scheme"},
        {"no scheme", "10.0.0.1:8081", "it has no scheme: write http://host:port"},
        {"no path of a socket", "unix:run/a", "expected unix:/path"},
        {"a socket's path too long", long_path, "at most 107 bytes"},
        {"other scheme", "ftp://a", "scheme is not supported"},
        {"no host", "http://", "names no host"},
        {"no host but a port", "http://:80", "names no host"},
        {"no host but a path", "http:///v2", "names no host"},
        {"query", "http://a/?x=1", "query or fragment"},
        {"fragment", "http://a#x", "query or fragment"},
        {"port 0", "http://a:0", "port"},
        {"port too high", "http://a:65536", "port"},
        {"negative port", "http://a:-1", "port"},
        {"port with sign", "http://a:+80", "port"},
        {"empty port", "http://a:", "port"},
        {"port and text", "http://a:80x", "port"},
        {"bare IPv6", "http://::1:8081", "brackets"},
        {"open bracket", "http://[::1", "never closed"},
        {"no IPv6 in brackets", "http://[a]:80", "no IPv6 address"},
        {"IPv4 in brackets", "http://[10.0.0.1]:80", "no IPv6 address"},
        {"text behind the bracket", "http://[::1]80", "':port'"},
        {"space in host", "http://a b", "no name and no address"},
        {"space in path", "http://a/b c", "percent-encoded"},
        {"line end in path", "http://a/b\r\nX: y", "percent-encoded"},
        {"NUL in host", {"http://a\0b", 10}, "no name and no address"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto target = parse_target(row.url);
        REQUIRE_FALSE(target.has_value());
        CAPTURE(target.error().message);
        CHECK(target.error().message.contains(row.reason));
        CHECK_FALSE(target.error().message.contains('\n'));
    }
}

TEST_CASE("a password in a base URL is refused and not repeated") {
    for (const auto url : {"http://user:s3cret@a:80", "https://user:s3cret@a", "u:s3cret@a"}) {
        const auto target = parse_target(url);
        REQUIRE_FALSE(target.has_value());
        CHECK(target.error().message.contains("user name or password"));
        CHECK_FALSE(target.error().message.contains("s3cret"));
    }
}

TEST_CASE("a query in a base URL is refused and not repeated, for it may hold a secret") {
    for (const auto url : {"http://a:80/x?key=s3cret", "ftp://a/#s3cret"}) {
        const auto target = parse_target(url);
        REQUIRE_FALSE(target.has_value());
        CHECK_FALSE(target.error().message.contains("s3cret"));
    }
}

TEST_CASE("the Host field has no default port") {
    CHECK(host_header_of({"a", 80, ""}) == "a");
    CHECK(host_header_of({"::1", 81, ""}) == "[::1]:81");
    CHECK(host_and_port({"a", 80, ""}) == "a:80");
}

}  // namespace
}  // namespace shadowdiff::mirror
