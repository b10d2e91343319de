// SPDX-License-Identifier: Apache-2.0
#include "mirror/request/rewrite.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

const Target plain{.host = "10.0.0.2", .port = 8081, .base_path = ""};
const Target based_target{.host = "10.0.0.2", .port = 8081, .base_path = "/v2"};

const RewriteRules no_rules;

Dressing dressed(const Target& target, std::string_view mark) {
    return {target, no_rules, mark, ""};
}

http::Request request_for(std::string target, http::Fields headers = {}) {
    http::Request made;
    made.method = "GET";
    made.target = std::move(target);
    made.headers = std::move(headers);
    return made;
}

TEST_CASE("the base path is joined in front of the path") {
    struct Row {
        std::string_view name, target, base_path, expected;
    };
    const Row rows[] = {
        {"origin-form", "/users/1?b=2&a=1", "", "/users/1?b=2&a=1"},
        {"base path", "/users/1?b=2&a=1", "/v2", "/v2/users/1?b=2&a=1"},
        {"root", "/", "/v2", "/v2/"},
        {"absolute-form", "http://a.example.com/x?y=1", "", "/x?y=1"},
        {"absolute-form joined", "http://a.example.com/x", "/v2", "/v2/x"},
        {"absolute-form without path", "http://a.example.com", "", "/"},
        {"absolute-form with query alone", "http://a.example.com?q", "/v2", "/v2/?q"},
        {"URL inside a query", "/go?to=http://b.example.com/x", "",
         "/go?to=http://b.example.com/x"},
        {"asterisk-form", "*", "/v2", "*"},
        {"double slash", "//x", "", "//x"},
        {"dots stay", "/a/../b/%2e", "/v2", "/v2/a/../b/%2e"},
        {"empty", "", "", "/"},
        {"no form at all", "foo", "/v2", "foo"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        CHECK(joined_target(request_for(std::string{row.target}), row.base_path) == row.expected);
    }
    auto options = request_for("http://a.example.com");
    options.method = "OPTIONS";
    CHECK(joined_target(options, "/v2") == "*");
    options.target += "/";
    CHECK(joined_target(options, "/v2") == "/v2/");
}

TEST_CASE("a request goes out as it came but for what concerns one connection") {
    struct Row {
        std::string_view name;
        http::Request request;
        std::string_view body;
        std::string_view expected;
    };
    const Row rows[] = {
        {"order, case and repetition of fields stay",
         request_for("/", {{"hOST", "a.example.com"}, {"X-B", "1"}, {"X-A", "2"}, {"x-b", "3"}}),
         "",
         "GET / HTTP/1.1\r\nhOST: a.example.com\r\nX-B: 1\r\nX-A: 2\r\nx-b: 3\r\n"
         "Shadowdiff-Run: r1\r\n\r\n"},
        {"hop-by-hop fields and Expect go",
         request_for("/", {{"Host", "a"},
                           {"Connection", "keep-alive, X-Hop"},
                           {"Keep-Alive", "timeout=5"},
                           {"X-Hop", "1"},
                           {"Proxy-Connection", "x"},
                           {"TE", "trailers"},
                           {"Trailer", "X"},
                           {"Upgrade", "h2c"},
                           {"HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA"},
                           {"expect", "100-continue"},
                           {"Accept", "*/*"}}),
         "", "GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\nShadowdiff-Run: r1\r\n\r\n"},
        {"a chunked body is framed by length",
         request_for("/", {{"Transfer-Encoding", "chunked"}, {"Host", "a"}}), "hello",
         "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nShadowdiff-Run: r1\r\n\r\nhello"},
        {"Content-Length keeps its place, once",
         request_for("/", {{"content-length", "5"}, {"Host", "a"}, {"Content-Length", "5"}}),
         "hello",
         "GET / HTTP/1.1\r\ncontent-length: 5\r\nHost: a\r\nShadowdiff-Run: r1\r\n\r\nhello"},
        {"a wrong Content-Length is put right", request_for("/", {{"Content-Length", "99"}}),
         "hello", "GET / HTTP/1.1\r\nContent-Length: 5\r\nShadowdiff-Run: r1\r\n\r\nhello"},
        {"an empty body that had a length keeps it", request_for("/", {{"Content-Length", "0"}}),
         "", "GET / HTTP/1.1\r\nContent-Length: 0\r\nShadowdiff-Run: r1\r\n\r\n"},
        {"an empty chunked body has length 0", request_for("/", {{"Transfer-Encoding", "chunked"}}),
         "", "GET / HTTP/1.1\r\nContent-Length: 0\r\nShadowdiff-Run: r1\r\n\r\n"},
        {"Host is kept although Connection names it",
         request_for("/", {{"Host", "a"}, {"Connection", "Host, Content-Length"}}), "x",
         "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nShadowdiff-Run: r1\r\n\r\nx"},
        {"line ends are no way out",
         request_for("/\r\nEvil: 1", {{"X", "1\r\nEvil: 2\r\n\r\nGET /"}}), "",
         "GET /  Evil: 1 HTTP/1.1\r\nX: 1  Evil: 2    GET /\r\nShadowdiff-Run: r1\r\n\r\n"},
        {"the target's host goes before Host",
         request_for("http://b.test:81/x", {{"hOST", "a.test"}, {"X", "1"}}), "",
         "GET /x HTTP/1.1\r\nhOST: b.test:81\r\nX: 1\r\nShadowdiff-Run: r1\r\n\r\n"},
        {"two hosts are not made one", request_for("/", {{"Host", "a"}, {"Host", "b"}}), "",
         "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nShadowdiff-Run: r1\r\n\r\n"},
        {"another's mark is replaced", request_for("/", {{"shadowdiff-run", "r0"}}), "",
         "GET / HTTP/1.1\r\nShadowdiff-Run: r1\r\n\r\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        auto sent = row.request;
        sent.body = http::make_body(Bytes{row.body});
        CHECK(to_wire(sent, dressed(plain, "r1")) == row.expected);
    }
}

TEST_CASE("an HTTP/1.0 request stays one, and gets no Host but one that is declared or asked for") {
    auto old = request_for("/x");
    old.version = http::Version::http_1_0;
    CHECK(to_wire(old, dressed(based_target, "")) == "GET /v2/x HTTP/1.0\r\n\r\n");
    CHECK(request_head_to_wire(old, based_target, http::Framing::none) ==
          "GET /v2/x HTTP/1.0\r\n\r\n");
    RewriteRules rules;
    rules.host = "api.test";
    CHECK(to_wire(old, {plain, rules, "", ""}) == "GET /x HTTP/1.0\r\nHost: api.test\r\n\r\n");
    CHECK(to_wire(request_for("/x"), {plain, rules, "", ""}) == "GET /x HTTP/1.1\r\n\r\n");
    old.target = "http://b.test/x";
    CHECK(to_wire(old, dressed(plain, "")) == "GET /x HTTP/1.0\r\nHost: b.test\r\n\r\n");
    old.target = "/x";
    old.headers = {{"host", "a"}};
    CHECK(to_wire(old, dressed(based_target, "")) == "GET /v2/x HTTP/1.0\r\nhost: a\r\n\r\n");
}

TEST_CASE("a head that is streamed keeps the framing of its body") {
    const http::Fields chunked = {{"Host", "a"},
                                  {"Transfer-Encoding", "chunked"},
                                  {"Trailer", "X"},
                                  {"Expect", "100-continue"},
                                  {"X", "1"}};
    CHECK(request_head_to_wire(request_for("/", chunked), plain, http::Framing::chunked) ==
          "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n"
          "Expect: 100-continue\r\nX: 1\r\n\r\n");
    const http::Fields counted = {{"Content-Length", "5"}, {"Content-Length", "5"}};
    CHECK(request_head_to_wire(request_for("/", counted), plain, http::Framing::length) ==
          "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n");
    const http::Fields upgrade = {{"Connection", "Upgrade"}, {"Upgrade", "websocket"}, {"X", "1"}};
    CHECK(request_head_to_wire(request_for("/", upgrade), plain, http::Framing::none) ==
          "GET / HTTP/1.1\r\nX: 1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
}

TEST_CASE("an answer's head is relayed with our own word about the connection") {
    struct Row {
        std::string_view name;
        std::uint16_t status;
        http::Fields headers;
        http::Framing framing;
        std::string_view connection, expected;
    };
    const Row rows[] = {
        {"by length",
         200,
         {{"Content-Length", "5"}, {"X", "1"}},
         http::Framing::length,
         "",
         "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: 1\r\n\r\n"},
        {"chunked wins over length",
         200,
         {{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}},
         http::Framing::chunked,
         "",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"},
        {"until close",
         200,
         {{"Connection", "close"}, {"X", "1"}},
         http::Framing::until_close,
         "close",
         "HTTP/1.1 200 OK\r\nX: 1\r\nConnection: close\r\n\r\n"},
        {"no body but a length, as HEAD",
         200,
         {{"Content-Length", "5"}},
         http::Framing::none,
         "",
         "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"},
        {"a switch says to what",
         101,
         {{"Upgrade", "websocket"}, {"Connection", "upgrade"}},
         http::Framing::none,
         "Upgrade",
         "HTTP/1.1 101 OK\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"},
        {"a low status has three digits",
         42,
         {},
         http::Framing::none,
         "",
         "HTTP/1.1 042 OK\r\n\r\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        http::Response response;
        response.status = row.status;
        response.reason_phrase = "OK";
        response.headers = row.headers;
        CHECK(answer_head_to_wire(response, row.framing, row.connection) == row.expected);
    }
}

TEST_CASE("cookies of a jar take the place of a request's own, and come to none that had none") {
    RewriteRules rules;
    rules.cookie_jar = {{"10.0.0.2", false, "/", false, "sid", "fresh"},
                        {"shop.example.com", false, "/", false, "sid", "other"}};
    const Dressing by_address{plain, rules, "", ""};
    CHECK(to_wire(request_for("/", {{"Cookie", "sid=old"}, {"A", "1"}, {"cookie", "b=2"}}),
                  by_address) == "GET / HTTP/1.1\r\nCookie: sid=fresh\r\nA: 1\r\n\r\n");
    CHECK(to_wire(request_for("/"), by_address) == "GET / HTTP/1.1\r\n\r\n");
    rules.cookie_jar.erase(rules.cookie_jar.begin());
    CHECK(to_wire(request_for("/", {{"Host", "shop.example.com:81"}, {"Cookie", "sid=old"}}),
                  by_address) ==
          "GET / HTTP/1.1\r\nHost: shop.example.com:81\r\nCookie: sid=other\r\n\r\n");
    CHECK(to_wire(request_for("/", {{"Cookie", "sid=old"}}), by_address) ==
          "GET / HTTP/1.1\r\n\r\n");
}

}  // namespace
}  // namespace shadowdiff::mirror
