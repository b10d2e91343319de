// SPDX-License-Identifier: Apache-2.0
#include "http/first_bytes.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {

using namespace std::string_view_literals;

TEST_CASE("first bytes say what a stream carries, and nothing while they may become two things") {
    struct Row {
        const char* name;
        std::string_view bytes;
        FirstBytes known;
        FirstBytes guessed;
    };
    constexpr auto undecided = FirstBytes::undecided;
    constexpr auto request = FirstBytes::request;
    constexpr auto response = FirstBytes::response;
    constexpr auto other = FirstBytes::other;
    const std::string long_method(65, 'A');
    const Row rows[] = {
        {"nothing", "", undecided, undecided},
        {"only an empty line", "\r\n", undecided, undecided},
        {"half a method", "GE", undecided, undecided},
        {"half a request line", "GET /a HT", undecided, undecided},
        {"a request line", "GET /a HTTP/1.1\r\n", request, request},
        {"an empty line in front", "\r\nGET /a HTTP/1.0\n", request, request},
        {"any method, where one is due", "brew. /pot HTTP/1.1\r\n", request, other},
        {"a method too long", long_method, other, other},
        {"the end of a method", "OST /a HTTP/1.1\r\n", request, other},
        {"a method that few speak", "REBIND /a HTTP/1.1\r\n", request, other},
        {"HTTP/0.9", "GET /a\r\n", FirstBytes::http09, other},
        {"a line like HTTP/0.9's with more behind it", "GET /a\r\nHost: a\r\n", other, other},
        {"a NUL in the target", "GET /\0 HT"sv, other, other},
        {"half a version", "HTTP/1", undecided, undecided},
        {"a status line", "HTTP/1.0 200\r\n", response, response},
        {"a status line in lower case", "http/1.1 404 No\r\n", response, response},
        {"no status", "HTTP/1.1 abc\r\n", other, other},
        {"a request for something that begins like a version", "HTTP/1 /a HTTP/1.1\r\n", other,
         other},
        {"TLS", "\x16\x03\x01\x02\x00\x01"sv, FirstBytes::tls, FirstBytes::tls},
        {"half of TLS", "\x16\x03\x01"sv, undecided, undecided},
        {"a TLS record that is no ClientHello", "\x16\x03\x01\x02\x00\x02"sv, other, other},
        {"almost TLS", "\x16\x04"sv, other, other},
        {"half of HTTP/2", "PRI * HT", undecided, undecided},
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM", FirstBytes::http2, FirstBytes::http2},
        {"bytes", "\x80\x00"sv, other, other},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(recognise(row.bytes, Place::known, 100) == row.known);
        CHECK(recognise(row.bytes, Place::guessed, 100) == row.guessed);
    }
}

TEST_CASE("an undecided line is bounded") {
    CHECK(recognise("GET /" + std::string(95, 'a'), Place::known, 100) == FirstBytes::undecided);
    CHECK(recognise("GET /" + std::string(96, 'a'), Place::known, 100) == FirstBytes::other);
    StartFinder finder{100};
    FirstBytes kind = FirstBytes::undecided;
    std::size_t fed = 0;
    for (kind = finder.offer("GET /", Place::known); kind == FirstBytes::undecided; ++fed) {
        REQUIRE(fed < 100);
        kind = finder.offer("a", Place::known);
    }
    CHECK(kind == FirstBytes::other);
    CHECK(fed == 96);
}

TEST_CASE("a start at the beginning of a segment outranks the end of a line before it") {
    StartFinder finder{1'000};
    CHECK(finder.offer("GET TEXT WITHOUT AN END ", Place::guessed) == FirstBytes::undecided);
    CHECK(finder.offer("GET /a HTTP/1.1\r\n", Place::guessed) == FirstBytes::request);
    CHECK(finder.found() == "GET /a HTTP/1.1\r\n");
}

TEST_CASE("a line that comes in pieces is found in whole") {
    StartFinder finder{1'000};
    const auto line = "GET /" + std::string(200, 'a') + " HTTP/1.1\r\n";
    for (std::size_t at = 0; at + 1 < line.size(); ++at) {
        REQUIRE(finder.offer(line.substr(at, 1), Place::guessed) == FirstBytes::undecided);
    }
    CHECK(finder.offer("\n", Place::guessed) == FirstBytes::request);
    CHECK(finder.found() == line);
}

}  // namespace shadowdiff::http
