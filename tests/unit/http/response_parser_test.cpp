// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cuts.hpp"
#include "tests/unit/http/events.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {
namespace {

using test::events_of;

struct ResponseRow {
    const char* name;
    const char* method;
    const char* bytes;
    const char* events;
};

void check_response(const ResponseRow& row, Strictness strictness) {
    CAPTURE(row.name);
    test::for_every_cut(row.bytes, [&](const std::vector<ByteView>& pieces) {
        CAPTURE(pieces.size());
        CAPTURE(pieces.front());
        Parser parser{Parser::Kind::responses, strictness};
        parser.expect(row.method);
        REQUIRE(events_of(parser, pieces, true) == row.events);
    });
}

}  // namespace

TEST_CASE("the length of a response's body follows RFC 9112, section 6.3, however it is cut") {
    const ResponseRow rows[] = {
        {"known length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
         "response 200 OK 1.1 length\n| Content-Length: 3\nbody abc\nend\n"},
        {"until close", "GET", "HTTP/1.0 200 OK\r\n\r\nabc",
         "response 200 OK 1.0 until_close\nbody abc\nend\n"},
        {"until close and empty", "GET", "HTTP/1.1 200 OK\r\n\r\n",
         "response 200 OK 1.1 until_close\nend\n"},
        {"chunked", "GET",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n",
         "response 200 OK 1.1 chunked\n| Transfer-Encoding: chunked\nbody hello world\nend\n"},
        {"HEAD", "HEAD",
         "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: "
         "1\r\n\r\nx",
         "response 200 OK 1.1 none\n| Content-Length: 30\nend\n"
         "response 404 No 1.1 length\n| Content-Length: 1\nbody x\nend\n"},
        {"HEAD and chunked", "HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
         "response 200 OK 1.1 none\n| Transfer-Encoding: chunked\nend\n"},
        {"304 with a length", "GET",
         "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
         "response 304 Not Modified 1.1 none\n| Content-Length: 500\nend\nresponse 204 No 1.1 "
         "none\nend\n"},
        {"204 with a length", "GET", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
         "response 204 No Content 1.1 none\n| Content-Length: 5\nend\n"},
        {"205 has a body like any other", "GET", "HTTP/1.1 205 R\r\nContent-Length: 1\r\n\r\nx",
         "response 205 R 1.1 length\n| Content-Length: 1\nbody x\nend\n"},
        {"interim responses", "HEAD",
         "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n"
         "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
         "response 100 Continue 1.1 none interim\nend\n"
         "response 103 Early Hints 1.1 none interim\n| Link: a\nend\n"
         "response 200 OK 1.1 none\n| Content-Length: 9\nend\n"},
        {"101", "GET", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x01x",
         "response 101 Switching Protocols 1.1 none switches\n| Upgrade: websocket\nend\n"},
        {"2xx to CONNECT", "CONNECT", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
         "response 200 OK 1.1 none switches\n| Content-Length: 3\nend\n"},
        {"407 to CONNECT", "CONNECT", "HTTP/1.1 407 A\r\nContent-Length: 3\r\n\r\nabc",
         "response 407 A 1.1 length\n| Content-Length: 3\nbody abc\nend\n"},
        {"no reason phrase", "GET", "HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
         "response 200  1.1 length\n| Content-Length: 0\nend\n"},
        {"no reason phrase and no space", "GET", "HTTP/1.1 599\r\nContent-Length: 0\r\n\r\n",
         "response 599  1.1 length\n| Content-Length: 0\nend\n"},
        {"a coding whose end nobody knows runs until close", "GET",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\nX: 1\r\n\r\nabc",
         "response 200 OK 1.1 until_close\n| Transfer-Encoding: gzip\n| X: 1\nbody abc\nend\n"},
        {"shorter than said", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc",
         "response 200 OK 1.1 length\n| Content-Length: 4\nbody abc\n"
         "malformed body shorter than Content-Length (RFC 9112, 8)\n"},
        {"cut in the head", "GET", "HTTP/1.1 200 OK\r\nContent-",
         "malformed incomplete head (RFC 9112, 8)\n"},
        {"bytes behind the body", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc\r\n\r\n",
         "response 200 OK 1.1 length\n| Content-Length: 1\nbody a\n"
         "end\nmalformed HTTP version of the response (RFC 9112, 2.3)\n"},
        {"a status of four digits", "GET", "HTTP/1.1 2000 OK\r\n\r\n",
         "malformed status code (RFC 9112, 4)\n"},
        {"a status of two digits", "GET", "HTTP/1.1 42 OK\r\n\r\n",
         "malformed status code (RFC 9112, 4)\n"},
        {"HTTP/2", "GET", "HTTP/2.0 200 OK\r\n\r\n",
         "malformed HTTP version of the response (RFC 9112, 2.3)\n"},
        {"ICY", "GET", "ICY 200 OK\r\n\r\n",
         "malformed HTTP version of the response (RFC 9112, 2.3)\n"},
    };
    for (const auto& row : rows) {
        check_response(row, Strictness::lenient);
        check_response(row, Strictness::strict);
    }
}

TEST_CASE("the wire's odd responses are read leniently and refused strictly") {
    struct OddRow {
        ResponseRow row;
        const char* refusal;
    };
    const OddRow rows[] = {
        {{"bare LF", "GET", "HTTP/1.0 200 OK\nContent-Length: 1\n\nx",
          "response 200 OK 1.0 length\n| Content-Length: 1\nbody x\nend\n"},
         "bare LF (RFC 9112, 2.2)"},
        {{"status 000", "GET", "HTTP/1.1 000 none\r\nContent-Length: 0\r\n\r\n",
          "response 0 none 1.1 length\n| Content-Length: 0\nend\n"},
         "status code (RFC 9112, 4)"},
        {{"lower case and much white space", "GET",
          "http/1.1  200\tfine\r\nContent-Length: 0\r\n\r\n",
          "response 200 fine 1.1 length\n| Content-Length: 0\nend\n"},
         "HTTP version of the response (RFC 9112, 2.3)"},
        {{"identity with a length", "GET",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 1\r\n\r\nx",
          "response 200 OK 1.1 length\n| Transfer-Encoding: identity\n| Content-Length: 1\nbody "
          "x\nend\n"},
         "Transfer-Encoding and Content-Length (RFC 9112, 6.1)"},
        {{"a value on folded lines only", "HEAD",
          "HTTP/1.1 200 OK\r\nServer:\r\n \r\n\ta\r\n  b \r\n \r\n\r\n",
          "response 200 OK 1.1 none\n| Server: a b\nend\n"},
         "folded field line (RFC 9112, 5.2)"},
    };
    for (const auto& [row, refusal] : rows) {
        check_response(row, Strictness::lenient);
        const auto refused = std::string{"malformed "} + refusal + "\n";
        check_response({row.name, row.method, row.bytes, refused.c_str()}, Strictness::strict);
    }
}

TEST_CASE("after a switch of protocol the bytes behind it stay in the input") {
    Parser parser{Parser::Kind::responses, Strictness::lenient};
    parser.expect("CONNECT");
    ByteView input = "HTTP/1.1 200 OK\r\n\r\ntunnel";
    CHECK(std::get<ResponseHead>(parser.next(input)).switches_protocol);
    CHECK(std::holds_alternative<MessageEnd>(parser.next(input)));
    CHECK(std::holds_alternative<NeedMore>(parser.next(input)));
    CHECK(input == "tunnel");
}

TEST_CASE("the method that is answered is forgotten with the final response") {
    Parser parser{Parser::Kind::responses, Strictness::lenient};
    parser.expect("HEAD");
    CHECK(events_of(parser,
                    {"HTTP/1.1 200 A\r\nContent-Length: 1\r\n\r\n",
                     "HTTP/1.1 200 B\r\nContent-Length: 1\r\n\r\n", "x"},
                    false) ==
          "response 200 A 1.1 none\n| Content-Length: 1\nend\n"
          "response 200 B 1.1 length\n| Content-Length: 1\nbody x\nend\n");
}

}  // namespace shadowdiff::http
