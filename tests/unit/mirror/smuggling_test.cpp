// SPDX-License-Identifier: Apache-2.0
// Requests that two readers could read differently (RFC 9112, section 11.2): the client gets 400
// and a close, and legacy never sees what is hidden in them.
#include "tests/unit/mirror/proxying.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

using namespace std::string_view_literals;

const Bytes hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";

constexpr std::string_view odd_lines[] = {
    "GET  /x HTTP/1.1",
    "GET /x  HTTP/1.1",
    "GET\t/x HTTP/1.1",
    "GET /x\tHTTP/1.1",
    "GET /a b HTTP/1.1",
    " GET /x HTTP/1.1",
    "GET /x HTTP/1.1 ",
    "GET /x http/1.1",
    "GET /x HTTP/2.0",
    "GET /x HTTP/1.1\r",
    "GET /x\0y HTTP/1.1"sv,
    "GET /x\rGET /y HTTP/1.1",
    "G\"T /x HTTP/1.1",
    "GET /x",
    "GET  HTTP/1.1",
    "GET /x HTTP/1.15",
    "GET x HTTP/1.1",
    "GET x/y HTTP/1.1",
    "GET * HTTP/1.1",
    "GET ?x HTTP/1.1",
    "GET a:80 HTTP/1.1",
    "GET http:/x HTTP/1.1",
    "GET http:// HTTP/1.1",
    "GET http:///x HTTP/1.1",
    "GET http://u@a/x HTTP/1.1",
    "GET http://:80/x HTTP/1.1",
    "GET http://a#x HTTP/1.1",
    "GET ftp://a/x HTTP/1.1",
    "GET http://a\\b/x HTTP/1.1",
    "OPTIONS ** HTTP/1.1",
    "GET x?u=http://a/ HTTP/1.1",
};

constexpr std::string_view odd_fields[] = {
    "Content-Length: 5\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked\r\nContent-Length: 5",
    "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
    "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: chunked, identity",
    "Transfer-Encoding: chunked, chunked",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: xchunked",
    "Transfer-Encoding: chunkedx",
    "Transfer-Encoding: \"chunked\"",
    "Transfer-Encoding: chunked;q=1",
    "Transfer-Encoding:",
    "Transfer-Encoding: ,",
    "Transfer-Encoding: \x0b"
    "chunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding\t: chunked",
    "Transfer-Encoding:\r\n chunked",
    "Transfer-Encoding: chun\r\n ked",
    "Content-Length: 5\r\nContent-Length: 6",
    "Content-Length: 5, 6",
    "Content-Length: 5\r\nContent-Length: 5",
    "Content-Length: 5, 5",
    "Content-Length: 5,",
    "Content-Length: ,5",
    "Content-Length: +5",
    "Content-Length: -5",
    "Content-Length: 5 5",
    "Content-Length: 0x5",
    "Content-Length: 5;a",
    "Content-Length:",
    "Content-Length: ,",
    "Content-Length: 99999999999999999999999",
    "Content-Length : 5",
    "Content-Length: 5\nX: y",
    "X: a\nContent-Length: 5",
    "X: a\rContent-Length: 5",
    "X: a\0b"sv,
    "X: a\x01",
    ": a",
    "X",
    "X y: a",
    " X: a",
    "X: a\r\n folded",
    "X\xff: a",
    "Host: b",
};

constexpr std::string_view odd_bodies[] = {
    "5 \r\nhello\r\n0\r\n\r\n",
    " 5\r\nhello\r\n0\r\n\r\n",
    "0x5\r\nhello\r\n0\r\n\r\n",
    "+5\r\nhello\r\n0\r\n\r\n",
    "-1\r\nhello\r\n0\r\n\r\n",
    "\r\nhello\r\n0\r\n\r\n",
    "g\r\n",
    "fffffffffffffffff\r\n",
    "5\nhello\r\n0\r\n\r\n",
    "5\rhello\r\n0\r\n\r\n",
    "5\r\nhello\n0\r\n\r\n",
    "5\r\nhelloX\r\n0\r\n\r\n",
    "5\r\nhello0\r\n\r\n",
    "5;a\nb\r\nhello\r\n0\r\n\r\n",
    "5;a\rb\r\nhello\r\n0\r\n\r\n",
    "0\n\r\n",
    "0\r\n\n",
    "0\r\nX : 1\r\n\r\n",
    "0\r\n folded\r\n\r\n",
    "0\r\nX: 1\n\r\n",
};

void check_refused(const Bytes& request, bool byte_by_byte) {
    CAPTURE(request);
    asio::io_context io;
    ScriptedPeer legacy{io, {{Stall{}}}};
    Proxying proxying{io, legacy.port()};
    Script script{Write{request + hidden}, ReadToEnd{}};
    if (byte_by_byte) script.front() = WriteEachByte{request + hidden};
    const auto got = proxying.serve(std::move(script));
    CHECK(got.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    CHECK(got.contains("Connection: close\r\n"));
    for (const auto& received : legacy.received()) CHECK_FALSE(received.contains("/hidden"));
}

TEST_CASE("a request line that can be read in two ways, or in none, is refused") {
    for (const auto line : odd_lines) {
        check_refused(Bytes{line} + "\r\nHost: a\r\n\r\n", false);
    }
}

TEST_CASE("fields that can be read in two ways are refused") {
    for (const auto fields : odd_fields) {
        const auto request = "POST /x HTTP/1.1\r\nHost: a\r\n" + Bytes{fields} + "\r\n\r\n";
        check_refused(request, false);
        check_refused(request, true);
    }
}

TEST_CASE("a transfer coding is refused in HTTP/1.0, which knows none") {
    check_refused("POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", false);
}

TEST_CASE("line ends without CR are refused") {
    check_refused("GET /x HTTP/1.1\nHost: a\n\n", false);
    check_refused("GET /x HTTP/1.1\r\nHost: a\r\n\n", false);
}

TEST_CASE("a chunked body that can be read in two ways is refused, and nothing behind it is read") {
    for (const auto body : odd_bodies) {
        const auto request =
            "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + Bytes{body};
        check_refused(request, false);
        check_refused(request, true);
    }
}

TEST_CASE("behind a refused request no other one is served, before it all are") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, Write{ok}}}};
    Proxying proxying{io, legacy.port()};
    const auto got =
        proxying.serve({Write{get + "GET /y HTTP/1.1\r\nHost : a\r\n\r\n" + hidden}, ReadToEnd{}});
    CHECK(got.starts_with(ok + "HTTP/1.1 400 Bad Request\r\n"));
    CHECK(legacy.received()[0] == get);
}

TEST_CASE("the codings of an answer reach the client with its bytes") {
    asio::io_context io;
    const Bytes answer =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
    ScriptedPeer legacy{io, {{ReadHead{}, Write{answer}}}};
    Proxying proxying{io, legacy.port()};
    CHECK(proxying.serve({Write{"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"}, ReadBytes{answer.size()}}) ==
          answer);
}

}  // namespace
}  // namespace shadowdiff::mirror
