// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/answer_reader.hpp"

#include "tests/unit/content/compressed.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

struct Read {
    Outcome outcome;
    bool leaves_open = false;
    Bytes rest;
};

// Fed in pieces of that size; closed at the end when that was not enough.
Read read(std::string method, ByteView bytes, std::size_t piece_size, HttpLimits limits = {}) {
    AnswerReader reader{std::move(method), limits};
    while (!bytes.empty() && !reader.is_done()) {
        auto piece = bytes.substr(0, piece_size);
        const auto given = piece.size();
        reader.take_all(piece);
        bytes.remove_prefix(given - piece.size());
    }
    if (!reader.is_done()) reader.finish();
    const bool leaves_open = reader.leaves_connection_open();
    return {reader.take_outcome(), leaves_open, Bytes{bytes}};
}

struct AnswerRow {
    std::string_view name, method, bytes;
    std::uint16_t status;
    std::string_view body;
    bool leaves_open;
    std::string_view rest;
};

const AnswerRow answer_rows[] = {
    {"by length", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", 200, "hi", true, ""},
    {"bytes behind it are left", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!", 200,
     "hi", true, "!"},
    {"chunked", "GET", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
     200, "hi", true, ""},
    {"until close", "GET", "HTTP/1.1 200 OK\r\n\r\nhi", 200, "hi", false, ""},
    {"HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", 200, "", true, ""},
    {"204", "GET", "HTTP/1.1 204 No Content\r\n\r\n", 204, "", true, ""},
    {"304 with a length", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", 304, "",
     true, ""},
    {"interim answers first", "GET",
     "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
     "HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nx",
     404, "x", true, ""},
    {"closes", "GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", 200, "",
     false, ""},
    {"1.0 closes", "GET", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", false, ""},
};

TEST_CASE("an answer that is only passed on is read without its body") {
    AnswerReader reader{"GET", HttpLimits{}};
    reader.keep_no_body();
    ByteView bytes = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi!";
    reader.take_all(bytes);
    REQUIRE(reader.is_done());
    CHECK(bytes == "!");
    CHECK(reader.leaves_connection_open());
    const auto outcome = reader.take_outcome();
    CHECK(std::get<http::Response>(outcome).status == 200);
    CHECK(std::get<http::Response>(outcome).body.bytes.empty());
}

TEST_CASE("an answer is read whole, in pieces of any size") {
    for (const auto& row : answer_rows) {
        CAPTURE(row.name);
        for (std::size_t size = 1; size <= row.bytes.size(); ++size) {
            CAPTURE(size);
            const auto result = read(std::string{row.method}, row.bytes, size);
            const auto* response = std::get_if<http::Response>(&result.outcome);
            REQUIRE(response);
            CHECK(response->status == row.status);
            CHECK(response->body == http::make_body(Bytes{row.body}));
            CHECK(result.leaves_open == row.leaves_open);
            CHECK(result.rest == row.rest);
        }
    }
}

TEST_CASE("what is no complete answer has a class and the status that was seen") {
    using enum http::FailureClass;
    struct Case {
        std::string_view name, bytes;
        http::FailureClass expected;
        std::uint16_t status;
    };
    const Case cases[] = {
        {"nothing", "", reset_before_answer, 0},
        {"part of a head", "HTTP/1.1 20", reset_inside_answer, 0},
        {"an interim answer alone", "HTTP/1.1 100 Continue\r\n\r\n", reset_inside_answer, 0},
        {"a short body", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi", short_body, 200},
        {"a chunk without end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
         short_body, 200},
        {"garbage", "SSH-2.0-OpenSSH_9.2\r\n\r\n", malformed_answer, 0},
        {"garbage as chunk size", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
         malformed_answer, 200},
        {"101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nzzz", protocol_switch, 101},
    };
    for (const auto& row : cases) {
        CAPTURE(row.name);
        const auto result = read("GET", row.bytes, 3);
        const auto* failure = std::get_if<http::Failure>(&result.outcome);
        REQUIRE(failure);
        CHECK(failure->failure_class == row.expected);
        CHECK(failure->status == row.status);
        CHECK_FALSE(failure->detail.empty());
        CHECK_FALSE(result.leaves_open);
    }
}

TEST_CASE("of a body over the bound only length and digest go on") {
    const auto body = Bytes(100, 'x');
    const auto result = read("GET", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + body, 7,
                             {.body_bytes_kept_max = 10});
    const auto& response = std::get<http::Response>(result.outcome);
    CHECK(response.body.bytes == body.substr(0, 10));
    CHECK(response.body.length == 100);
    CHECK(response.body.digest == http::make_body(body).digest);
}

TEST_CASE("of a coded body over the bound, what it stands for is digested too") {
    const auto body = test::gzip("a text that is longer than is kept of it");
    const auto result = read("GET", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + body, 7,
                             {.body_bytes_kept_max = 10});
    const auto& response = std::get<http::Response>(result.outcome);
    CHECK(response.body.digest == hash128(body));
    CHECK(response.body.decoded ==
          http::DecodedBody{40, hash128("a text that is longer than is kept of it")});
}

}  // namespace
}  // namespace shadowdiff::mirror
