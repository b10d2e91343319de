// SPDX-License-Identifier: Apache-2.0
// The parser's bounds, its gaps and its ends.
#include "http/parser.hpp"
#include "tests/support/cuts.hpp"
#include "tests/unit/http/events.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {
namespace {

using test::events_of;

HttpLimits small_head_limits() {
    HttpLimits limits;
    limits.line_bytes_max = 40;
    limits.head_bytes_max = 90;
    limits.headers_max = 2;
    return limits;
}

Parser made(Parser::Kind kind) { return Parser{kind, Strictness::lenient}; }

}  // namespace

TEST_CASE("every bound is kept, however the bytes are cut") {
    const std::string chunked = "P / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string begun = "request P / 1.1 chunked\n| Transfer-Encoding: chunked\n";
    struct Row {
        const char* name;
        std::string bytes;
        std::string events;
    };
    const Row rows[] = {
        {"a request line that fits", "GET /" + std::string(25, 'a') + " HTTP/1.1\r\n\r\n",
         "request GET /" + std::string(25, 'a') + " 1.1 none\nend\n"},
        {"a request line too long", "GET /" + std::string(26, 'a') + " HTTP/1.1\r\n\r\n",
         "malformed line too long (RFC 9112, 2.2)\n"},
        {"a field line too long", "GET / HTTP/1.1\r\nA: " + std::string(40, 'a') + "\r\n\r\n",
         "malformed line too long (RFC 9112, 2.2)\n"},
        {"a head too long",
         "GET / HTTP/1.1\r\nA: " + std::string(35, 'a') + "\r\nB: " + std::string(35, 'a') +
             "\r\n\r\n",
         "malformed head too long (RFC 9110, 5.4)\n"},
        {"fields that fit", "GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\n\r\n",
         "request GET / 1.1 none\n| A: 1\n| B: 2\nend\n"},
        {"too many fields", "GET / HTTP/1.1\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n",
         "malformed too many fields (RFC 9110, 5.4)\n"},
        {"a chunk line too long", chunked + "1;" + std::string(40, 'x') + "\r\n",
         begun + "malformed chunk line too long (RFC 9112, 7.1)\n"},
        {"a trailer line too long", chunked + "0\r\nA: " + std::string(40, 'x') + "\r\n\r\n",
         begun + "malformed trailer line too long (RFC 9112, 7.1.2)\n"},
        {"trailers too long",
         chunked + "0\r\nA: " + std::string(35, 'x') + "\r\nB: " + std::string(35, 'x') +
             "\r\nC: " + std::string(35, 'x') + "\r\n\r\n",
         begun + "malformed trailers too long (RFC 9112, 7.1.2)\n"},
        {"too many trailers", chunked + "0\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n",
         begun + "malformed too many fields (RFC 9110, 5.4)\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        test::for_every_cut(row.bytes, [&](const std::vector<ByteView>& pieces) {
            for (const auto strictness : {Strictness::lenient, Strictness::strict}) {
                Parser parser{Parser::Kind::requests, strictness, small_head_limits()};
                REQUIRE(events_of(parser, pieces, false) == row.events);
            }
        });
    }
}

TEST_CASE("a head that never ends is refused as soon as the bound is met") {
    auto parser = made(Parser::Kind::requests);
    std::size_t fed = 0;
    const std::string piece = "A: " + std::string(995, 'a') + "\r\n";
    ByteView start = "GET / HTTP/1.1\r\n";
    auto event = parser.next(start);
    while (std::holds_alternative<NeedMore>(event)) {
        ByteView input = piece;
        event = parser.next(input);
        fed += piece.size();
        REQUIRE(fed <= HttpLimits{}.head_bytes_max + piece.size());
    }
    CHECK(std::get<Malformed>(event).rule == "head too long (RFC 9110, 5.4)");
}

TEST_CASE("empty lines without end cost no memory and are no message") {
    auto parser = made(Parser::Kind::responses);
    const std::string lines(1'000, '\n');
    for (int i = 0; i < 1'000; ++i) {
        ByteView input = lines;
        REQUIRE(std::holds_alternative<NeedMore>(parser.next(input)));
    }
    CHECK(parser.is_between_messages());
}

TEST_CASE("malformed is said again and takes no more bytes") {
    auto parser = made(Parser::Kind::requests);
    ByteView input = "nonsense\r\n\r\nGET / HTTP/1.1\r\n\r\n";
    CHECK(std::holds_alternative<Malformed>(parser.next(input)));
    const auto rest = input;
    CHECK(std::holds_alternative<Malformed>(parser.next(input)));
    CHECK(input == rest);
    CHECK(std::holds_alternative<Malformed>(parser.finish()));
    CHECK_FALSE(parser.skip(1));
}

TEST_CASE("body pieces are views into the input") {
    auto parser = made(Parser::Kind::responses);
    const std::string bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n";
    ByteView input = bytes;
    CHECK(std::holds_alternative<ResponseHead>(parser.next(input)));
    const auto event = parser.next(input);
    const auto* piece = std::get_if<BodyPiece>(&event);
    REQUIRE(piece);
    CHECK(piece->bytes.data() == bytes.data() + bytes.find("abc"));
}

TEST_CASE("a gap is survived where it cannot hide a message boundary") {
    struct Row {
        const char* name;
        const char* before;
        std::uint64_t gap;
        bool survived;
        const char* after;
        const char* events;
    };
    const Row rows[] = {
        {"in a body of known length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na", 3, true, "e",
         "body e\nend\n"},
        {"up to its end", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na", 4, true, "", "end\n"},
        {"beyond its end", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\na", 5, false, "", ""},
        {"behind its end", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na", 1, false, "", ""},
        {"until close", "HTTP/1.1 200 OK\r\n\r\na", 1'000'000, true, "z", "body z\nend\n"},
        {"in a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na", 4, true,
         "\r\n0\r\n\r\n", "end\n"},
        {"beyond a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\na", 5, false,
         "", ""},
        {"in a chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5", 1, false, "",
         ""},
        {"in trailers", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", 1, false, "",
         ""},
        {"in a head", "HTTP/1.1 200", 1, false, "", ""},
        {"between messages", "", 1, false, "", ""},
        {"of nothing", "HTTP/1.1 200", 0, true, " OK\r\nContent-Length: 0\r\n\r\n",
         "response 200 OK 1.1 length\n| Content-Length: 0\nend\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        auto parser = made(Parser::Kind::responses);
        events_of(parser, {row.before}, false);
        REQUIRE(parser.skip(row.gap) == row.survived);
        if (row.survived) {
            CHECK(events_of(parser, {row.after}, true) == row.events);
        } else {
            CHECK(events_of(parser, {"HTTP/1.1 200 OK\r\n\r\n"}, false) ==
                  "malformed lost bytes inside message framing\n");
        }
    }
}

TEST_CASE("is_between_messages is true only where a message may begin or end") {
    struct Row {
        const char* bytes;
        bool between;
    };
    const Row rows[] = {
        {"", true},
        {"\r\n", true},
        {"\r", true},
        {"H", false},
        {"HTTP/1.1 200 OK\r\n", false},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", false},
        {"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", true},
        {"HTTP/1.1 204 No\r\n\r\n", true},
        {"HTTP/1.1 200 OK\r\n\r\n", false},
    };
    for (const auto& row : rows) {
        CAPTURE(row.bytes);
        auto parser = made(Parser::Kind::responses);
        events_of(parser, {row.bytes}, false);
        CHECK(parser.is_between_messages() == row.between);
    }
}

}  // namespace shadowdiff::http
