// SPDX-License-Identifier: Apache-2.0
#include "http/parser.hpp"

#include "tests/unit/http/parsed.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {

using test::check_parsed;
using test::ParserRow;

TEST_CASE("requests are read the same however their bytes are cut") {
    const ParserRow rows[] = {
        {"no body", "GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n",
         "request GET /a 1.1 none\n| Host: example.com\nend\n"},
        {"a body of known length", "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc",
         "request POST / 1.1 length\n| Content-Length: 3\nbody abc\nend\n"},
        {"a body of no bytes", "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
         "request POST / 1.1 length\n| Content-Length: 0\nend\n"},
        {"a body behind GET", "GET / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx",
         "request GET / 1.1 length\n| Content-Length: 1\nbody x\nend\n"},
        {"two requests behind each other", "GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.0\r\n\r\n",
         "request GET /1 1.1 none\nend\nrequest GET /2 1.0 none\nend\n"},
        {"a chunked body",
         "POST / HTTP/1.1\r\nTransfer-Encoding: "
         "chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n",
         "request POST / 1.1 chunked\n| Transfer-Encoding: chunked\nbody abc0123456789\nend\n"},
        {"extensions and trailers",
         "POST / HTTP/1.1\r\nTransfer-Encoding: CHUNKED\r\n\r\n"
         "0003;n=\"v;\"\r\nabc\r\n0;x\r\nDigest: q\r\nB: c\r\n\r\n",
         "request POST / 1.1 chunked\n| Transfer-Encoding: CHUNKED\nbody abc\nend\n"
         "| Digest: q\n| B: c\n"},
        {"chunk data that looks like the end",
         "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n",
         "request POST / 1.1 chunked\n| Transfer-Encoding: chunked\nbody 0\r\n\r\n\nend\n"},
        {"an empty line in front", "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
         "request GET / 1.1 none\nend\n"},
        {"an empty line behind a body", "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx\r\n",
         "request POST / 1.1 length\n| Content-Length: 1\nbody x\nend\n"},
        {"asterisk, authority and absolute form",
         "OPTIONS * HTTP/1.1\r\n\r\nCONNECT example.com:443 HTTP/1.1\r\n\r\n"
         "GET http://example.com/a?b#c HTTP/1.1\r\n\r\n",
         "request OPTIONS * 1.1 none\nend\nrequest CONNECT example.com:443 1.1 none\nend\n"
         "request GET http://example.com/a?b#c 1.1 none\nend\n"},
        {"a method nobody knows", "PURGE-ALL! / HTTP/1.1\r\n\r\n",
         "request PURGE-ALL! / 1.1 none\nend\n"},
        {"bytes above ASCII in target and value", "GET /\xc3\xa4 HTTP/1.1\r\nA: \xff\r\n\r\n",
         "request GET /\xc3\xa4 1.1 none\n| A: \xff\nend\n"},
        {"empty values and white space around values",
         "GET / HTTP/1.1\r\nA:\r\nB:  \r\nC: \t d \t\r\n\r\n",
         "request GET / 1.1 none\n| A: \n| B: \n| C: d\nend\n"},
        {"fields of one name stay apart and in order",
         "GET / HTTP/1.1\r\nx: 1\r\ny: 2\r\nX: 3\r\n\r\n",
         "request GET / 1.1 none\n| x: 1\n| y: 2\n| X: 3\nend\n"},
    };
    for (const auto& row : rows) {
        check_parsed(row, Parser::Kind::requests, Strictness::lenient, true);
        check_parsed(row, Parser::Kind::requests, Strictness::strict, true);
    }
}

TEST_CASE("the wire's odd requests are read leniently and refused strictly") {
    struct OddRow {
        ParserRow row;
        const char* refusal;
    };
    const OddRow rows[] = {
        {{"bare LF", "GET / HTTP/1.1\nA: b\n\n", "request GET / 1.1 none\n| A: b\nend\n"},
         "bare LF (RFC 9112, 2.2)"},
        {{"bare LF in a field", "GET / HTTP/1.1\r\nA: b\n\r\n",
          "request GET / 1.1 none\n| A: b\nend\n"},
         "bare LF (RFC 9112, 2.2)"},
        {{"a folded field", "GET / HTTP/1.1\r\nA: b\r\n\t c\r\n\r\n",
          "request GET / 1.1 none\n| A: b c\nend\n"},
         "folded field line (RFC 9112, 5.2)"},
        {{"a fold in front of the first field", "GET / HTTP/1.1\r\n A: b\r\nC: d\r\n\r\n",
          "request GET / 1.1 none\n| C: d\nend\n"},
         "folded field line (RFC 9112, 5.2)"},
        {{"a space in front of the colon", "GET / HTTP/1.1\r\nA : b\r\n\r\n",
          "request GET / 1.1 none\n| A: b\nend\n"},
         "white space before the colon (RFC 9112, 5.1)"},
        {{"no colon", "GET / HTTP/1.1\r\nnonsense\r\n\r\n",
          "request GET / 1.1 none\n| nonsense: \nend\n"},
         "field without a colon (RFC 9112, 5)"},
        {{"an empty field name", "GET / HTTP/1.1\r\n: b\r\n\r\n",
          "request GET / 1.1 none\n| : b\nend\n"},
         "field name (RFC 9110, 5.1)"},
        {{"a field name that is no token", "GET / HTTP/1.1\r\nA@: b\r\n\r\n",
          "request GET / 1.1 none\n| A@: b\nend\n"},
         "field name (RFC 9110, 5.1)"},
        {{"a control character in a value", "GET / HTTP/1.1\r\nA: \x01\r\n\r\n",
          "request GET / 1.1 none\n| A: \x01\nend\n"},
         "field value (RFC 9110, 5.5)"},
        {{"a bare CR in a value", "GET / HTTP/1.1\r\nA: b\rc\r\n\r\n",
          "request GET / 1.1 none\n| A: b\rc\nend\n"},
         "bare CR (RFC 9112, 2.2)"},
        {{"a lower-case version", "GET / http/1.1\r\n\r\n", "request GET / 1.1 none\nend\n"},
         "HTTP version of the request (RFC 9112, 2.3)"},
        {{"spaces in the target", "GET /a b HTTP/1.1 c HTTP/1.0\r\n\r\n",
          "request GET /a b HTTP/1.1 c 1.0 none\nend\n"},
         "request target (RFC 9112, 3.2)"},
        {{"a target that is a word", "GET foo HTTP/1.1\r\n\r\n", "request GET foo 1.1 none\nend\n"},
         "request target (RFC 9112, 3.2)"},
        {{"an asterisk for GET", "GET * HTTP/1.1\r\n\r\n", "request GET * 1.1 none\nend\n"},
         "request target (RFC 9112, 3.2)"},
        {{"a user in front of the host", "GET http://u@a/ HTTP/1.1\r\n\r\n",
          "request GET http://u@a/ 1.1 none\nend\n"},
         "request target (RFC 9112, 3.2)"},
        {{"much white space in the request line", "GET  \t/a  HTTP/1.1 \r\n\r\n",
          "request GET /a 1.1 none\nend\n"},
         "HTTP version of the request (RFC 9112, 2.3)"},
        {{"both a length and chunked",
          "POST / HTTP/1.1\r\nContent-Length: 9\r\nTransfer-Encoding: "
          "chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
          "request POST / 1.1 chunked\n| Content-Length: 9\n| Transfer-Encoding: chunked\nbody "
          "x\nend\n"},
         "Transfer-Encoding and Content-Length (RFC 9112, 6.1)"},
        {{"chunked in HTTP/1.0",
          "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
          "request POST / 1.0 chunked\n| Transfer-Encoding: chunked\nbody x\nend\n"},
         "Transfer-Encoding in HTTP/1.0 (RFC 9112, 6.1)"},
        {{"a coding under chunked",
          "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
          "request POST / 1.1 chunked\n| Transfer-Encoding: gzip, chunked\nbody x\nend\n"},
         "transfer coding that is not understood (RFC 9112, 6.1)"},
        {{"identity", "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n",
          "request POST / 1.1 none\n| Transfer-Encoding: identity\nend\n"},
         "Transfer-Encoding (RFC 9112, 6.3)"},
        {{"a length said twice", "PUT / HTTP/1.1\r\nContent-Length: 2, 2\r\n\r\nab",
          "request PUT / 1.1 length\n| Content-Length: 2, 2\nbody ab\nend\n"},
         "repeated Content-Length (RFC 9112, 6.3)"},
        {{"two equal lengths", "PUT / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab",
          "request PUT / 1.1 length\n| Content-Length: 2\n| Content-Length: 2\nbody ab\nend\n"},
         "repeated Content-Length (RFC 9112, 6.3)"},
        {{"a length with a comma", "PUT / HTTP/1.1\r\nContent-Length: 2,\r\n\r\nab",
          "request PUT / 1.1 length\n| Content-Length: 2,\nbody ab\nend\n"},
         "repeated Content-Length (RFC 9112, 6.3)"},
        {{"an empty length", "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n",
          "request POST / 1.1 none\n| Content-Length: \nend\n"},
         "empty Content-Length (RFC 9110, 8.6)"},
        {{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: b\r\n\r\n",
          "request GET / 1.1 none\n| Host: a\n| host: b\nend\n"},
         "several Host fields (RFC 9112, 3.2)"},
    };
    for (const auto& [row, refusal] : rows) {
        check_parsed(row, Parser::Kind::requests, Strictness::lenient, true);
        const auto refused = std::string{"malformed "} + refusal + "\n";
        check_parsed({row.name, row.bytes, refused.c_str()}, Parser::Kind::requests,
                     Strictness::strict, true);
    }
}

TEST_CASE("what is no request is malformed in both moods, and says which rule it broke") {
    const ParserRow rows[] = {
        {"HTTP/0.9", "GET /\r\n\r\n", "malformed request line (RFC 9112, 3)\n"},
        {"no target", "GET HTTP/1.1\r\n\r\n", "malformed request target (RFC 9112, 3.2)\n"},
        {"HTTP/2", "GET / HTTP/2.0\r\n\r\n",
         "malformed HTTP version of the request (RFC 9112, 2.3)\n"},
        {"a method with a colon", "G:T / HTTP/1.1\r\n\r\n", "malformed method (RFC 9110, 9.1)\n"},
        {"no method", "/ HTTP/1.1\r\n\r\n", "malformed method (RFC 9110, 9.1)\n"},
        {"a negative length", "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
         "malformed Content-Length (RFC 9110, 8.6)\n"},
        {"a signed length", "POST / HTTP/1.1\r\nContent-Length: +5\r\n\r\n",
         "malformed Content-Length (RFC 9110, 8.6)\n"},
        {"a hexadecimal length", "POST / HTTP/1.1\r\nContent-Length: 0x5\r\n\r\n",
         "malformed Content-Length (RFC 9110, 8.6)\n"},
        {"a length over 2^64", "POST / HTTP/1.1\r\nContent-Length: 18446744073709551617\r\n\r\n",
         "malformed Content-Length (RFC 9110, 8.6)\n"},
        {"a length over 2^63", "POST / HTTP/1.1\r\nContent-Length: 9223372036854775808\r\n\r\n",
         "malformed Content-Length (RFC 9110, 8.6)\n"},
        {"two lengths", "POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
         "malformed differing Content-Length values (RFC 9112, 6.3)\n"},
        {"a coding whose end nobody knows",
         "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n",
         "malformed Transfer-Encoding (RFC 9112, 6.3)\n"},
        {"chunked not last", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
         "malformed Transfer-Encoding (RFC 9112, 6.3)\n"},
        {"chunked twice", "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, chunked\r\n\r\n",
         "malformed chunked applied twice (RFC 9112, 6.1)\n"},
    };
    for (const auto& row : rows) {
        check_parsed(row, Parser::Kind::requests, Strictness::lenient, true);
        check_parsed(row, Parser::Kind::requests, Strictness::strict, true);
    }
}

}  // namespace shadowdiff::http
