// SPDX-License-Identifier: Apache-2.0
#include "http/parser.hpp"
#include "tests/unit/http/parsed.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {

using test::check_parsed;

TEST_CASE("chunks are read leniently and refused strictly where their framing is odd") {
    const std::string head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string begin = "request POST / 1.1 chunked\n| Transfer-Encoding: chunked\n";
    struct ChunkRow {
        const char* name;
        const char* bytes;
        const char* lenient;
        const char* strict;
    };
    const ChunkRow rows[] = {
        {"bare LF", "1\nx\n0\n\n", "body x\nend\n",
         "malformed bare LF behind a chunk size (RFC 9112, 7.1)\n"},
        {"bare LF behind the data", "1\r\nx\n0\r\n\r\n", "body x\nend\n",
         "body x\nmalformed chunk end (RFC 9112, 7.1)\n"},
        {"white space behind the size", "1 \r\nx\r\n0\r\n\r\n", "body x\nend\n",
         "malformed chunk size (RFC 9112, 7.1)\n"},
        {"white space in front of the size", " 1\r\nx\r\n0\r\n\r\n", "body x\nend\n",
         "malformed chunk size (RFC 9112, 7.1)\n"},
        {"white space in front of an extension", "1 ;a\r\nx\r\n0\r\n\r\n", "body x\nend\n",
         "body x\nend\n"},
        {"a control character in an extension", "1;\x01\r\nx\r\n0\r\n\r\n", "body x\nend\n",
         "malformed chunk size (RFC 9112, 7.1)\n"},
        {"no digits", ";a\r\n", "malformed chunk size (RFC 9112, 7.1)\n",
         "malformed chunk size (RFC 9112, 7.1)\n"},
        {"an empty size line", "\r\n", "malformed chunk size (RFC 9112, 7.1)\n",
         "malformed chunk size (RFC 9112, 7.1)\n"},
        {"a prefix", "0x1\r\nx\r\n", "malformed chunk size (RFC 9112, 7.1)\n",
         "malformed chunk size (RFC 9112, 7.1)\n"},
        {"a sign", "-1\r\nx\r\n", "malformed chunk size (RFC 9112, 7.1)\n",
         "malformed chunk size (RFC 9112, 7.1)\n"},
        {"a size over 2^64", "10000000000000001\r\nx\r\n", "malformed chunk size (RFC 9112, 7.1)\n",
         "malformed chunk size (RFC 9112, 7.1)\n"},
        {"many leading zeros", "000000000000000000000001\r\nx\r\n0\r\n\r\n", "body x\nend\n",
         "body x\nend\n"},
        {"data longer than its size", "1\r\nxy\r\n0\r\n\r\n",
         "body x\nmalformed chunk end (RFC 9112, 7.1)\n",
         "body x\nmalformed chunk end (RFC 9112, 7.1)\n"},
        {"cut in a chunk", "3\r\nxy", "body xy\nmalformed incomplete chunked body (RFC 9112, 8)\n",
         "body xy\nmalformed incomplete chunked body (RFC 9112, 8)\n"},
        {"cut in front of the last line", "1\r\nx\r\n0\r\n",
         "body x\nmalformed incomplete chunked body (RFC 9112, 8)\n",
         "body x\nmalformed incomplete chunked body (RFC 9112, 8)\n"},
        {"a folded trailer", "0\r\nA: b\r\n c\r\n\r\n", "end\n| A: b c\n",
         "malformed folded field line (RFC 9112, 5.2)\n"},
    };
    for (const auto& row : rows) {
        const auto bytes = head + row.bytes;
        const auto lenient = begin + row.lenient;
        const auto strict = begin + row.strict;
        check_parsed({row.name, bytes.c_str(), lenient.c_str()}, Parser::Kind::requests,
                     Strictness::lenient, true);
        check_parsed({row.name, bytes.c_str(), strict.c_str()}, Parser::Kind::requests,
                     Strictness::strict, true);
    }
}

}  // namespace shadowdiff::http
