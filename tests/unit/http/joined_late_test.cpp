// SPDX-License-Identifier: Apache-2.0
// Connections joined late, and what proves after a gap that pairs are sure again.
#include "http/pairs.hpp"
#include "tests/support/streams.hpp"
#include "tests/unit/http/plain_messages.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {
namespace {

using test::get;
using test::ok;
using test::Stream;
using test::told;
using test::Witness;

constexpr bool late = false;  // no handshake was seen

}  // namespace

TEST_CASE("after a gap, quiet proves that nothing unseen waits") {
    Stream stream;
    stream.client(get("/a")).server(ok("a")).client_gap(30).server(ok("unseen"));
    stream.client(get("/b")).server(ok("b"));
    SUBCASE("not when there was none") {
        stream.client(get("/c")).server(ok("c"));
        CHECK(told(stream.events())
                  .ends_with("answer /b 200 resynchronised [b]\n"
                             "seen GET /c\nasked GET /c []\n"
                             "answer /c 200 resynchronised [c]\n"));
    }
    SUBCASE("when it lasted") {
        stream.wait(10s).client(get("/c")).server(ok("c"));
        CHECK(told(stream.events()).ends_with("answer /c 200 [c]\n"));
    }
    SUBCASE("and an answer too many ends the trust") {
        stream.wait(10s).client(get("/c")).server(ok("c")).server(ok("stray")).client(get("/d"));
        stream.client(get("/e")).server(ok("d")).server(ok("e"));
        Witness witness;
        witness.feed(stream.events());
        CHECK(witness.blind(Blind::answers_without_request) == 2);
        CHECK(witness.text().find("answer /c 200 [c]\n") != std::string::npos);
        CHECK(witness.text().find("answer /e 200 [") == std::string::npos);
    }
}

TEST_CASE("requests lost to a swallowed answer are forgotten after a long quiet") {
    Stream stream;
    stream.client(get("/a")).server_gap(40).wait(10s);
    stream.client(get("/b")).server(ok("b")).wait(10s).client(get("/c")).server(ok("c"));
    CHECK(told(stream.events()) ==
          "seen GET /a\nasked GET /a []\nlost /a uncertain_pairing 0\n"
          "seen GET /b\nasked GET /b []\nanswer /b 200 resynchronised [b]\n"
          "seen GET /c\nasked GET /c []\nanswer /c 200 [c]\n");
}

TEST_CASE("a connection joined late is paired by order, and not counted as exact") {
    Stream stream{late};
    SUBCASE("it begins with a request") {
        stream.client(get("/a")).server(ok("a")).client(get("/b")).server(ok("b"));
    }
    SUBCASE("it begins inside an answer") {
        stream.server("the end of a body").client(get("/a")).server(ok("a"));
        stream.client(get("/b")).server(ok("b"));
    }
    SUBCASE("it begins inside a request's body") {
        stream.client("POST of something else").client("...").server("HTTP").client(get("/a"));
        stream.server(ok("a")).client(get("/b")).server(ok("b"));
    }
    CHECK(told(stream.events()) ==
          "seen GET /a\nasked GET /a []\nanswer /a 200 resynchronised [a]\n"
          "seen GET /b\nasked GET /b []\nanswer /b 200 resynchronised [b]\n");
}

TEST_CASE("an answer to a request from before the capture is counted, and is nobody's") {
    Stream stream{late};
    stream.server(ok("before")).client(get("/a")).server(ok("a"));
    Witness witness;
    witness.feed(stream.events());
    CHECK(witness.blind(Blind::answers_without_request) == 1);
    CHECK(witness.text() == "seen GET /a\nasked GET /a []\nanswer /a 200 resynchronised [a]\n");
}

TEST_CASE("trailers of an answer that is nobody's are not the next answer's") {
    Stream stream{late};
    stream.server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nSum: before\r\n\r\n");
    stream.client(get("/a")).server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n").server("a");
    Witness witness;
    witness.feed(stream.events());
    CHECK(witness.text() == "seen GET /a\nasked GET /a []\nanswer /a 200 resynchronised [a]\n");
    REQUIRE(witness.answers().size() == 1);
    CHECK(witness.answers().front().response()->trailers.empty());
}

TEST_CASE("pipelining on a connection joined late proves nothing") {
    Stream stream{late};
    stream.client(get("/a") + get("/b")).server(ok("before") + ok("a") + ok("b"));
    const auto text = told(stream.events());
    CHECK(text.find("lost /b uncertain_pairing 0\n") != std::string::npos);
    CHECK(text.find("200 [") == std::string::npos);
}

TEST_CASE("late and initiator are only what was seen first: the content tells who the client is") {
    for (const bool handshake_seen : {true, false}) {
        CAPTURE(handshake_seen);
        Stream stream{handshake_seen};
        stream.server(get("/a")).client(ok("a"));
        const auto text = told(stream.events());
        CHECK(text.starts_with("seen GET /a\nasked GET /a []\nanswer /a 200 "));
    }
}

}  // namespace shadowdiff::http
