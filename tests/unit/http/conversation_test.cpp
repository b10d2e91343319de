// SPDX-License-Identifier: Apache-2.0
// What a connection carries is told by its content; what is not HTTP/1 is counted by name.
#include "http/conversation.hpp"

#include "tests/support/streams.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {
namespace {

using reassembly::CloseCause;
using test::Stream;
using test::Witness;
using namespace std::string_view_literals;

constexpr Blind kinds[] = {Blind::not_http_connections, Blind::tls_connections,
                           Blind::http2_connections, Blind::upgraded_connections,
                           Blind::http09_connections};

void check_only(const Witness& witness, Blind expected) {
    for (const auto kind : kinds) {
        CAPTURE(name(kind));
        CHECK(witness.blind(kind) == (kind == expected ? 1 : 0));
    }
}

}  // namespace

TEST_CASE("a connection that is not HTTP/1 is counted once by its name, however it is cut") {
    struct Row {
        const char* name;
        std::string_view client;
        std::string_view server;
        Blind kind;
    };
    const Row rows[] = {
        {"TLS", "\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00"sv, "\x16\x03\x03"sv,
         Blind::tls_connections},
        {"HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\x00\x00\x00\x04"sv,
         Blind::http2_connections},
        {"a banner", "", "220 mail.example.com ESMTP\r\n", Blind::not_http_connections},
        {"a text protocol", "EHLO example.com\r\n", "250 ok\r\n", Blind::not_http_connections},
        {"a binary protocol", "\x00\x01\x02\x03"sv, "\x05"sv, Blind::not_http_connections},
        {"a request line that never comes", "GET", "", Blind::not_http_connections},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Stream stream;
        stream.client(row.client).server(row.server).client("more").closed(CloseCause::finished);
        test::for_every_cut(stream.events(),
                            [&](const std::vector<reassembly::StreamEvent>& events) {
                                Witness witness;
                                witness.feed(events);
                                CHECK(witness.text().empty());
                                check_only(witness, row.kind);
                            });
    }
}

TEST_CASE("a PROXY header is taken off, counted, and what it stands before is read") {
    const std::string_view request = "GET /a HTTP/1.1\r\n\r\n";
    const std::string_view headers[] = {
        "PROXY TCP4 10.0.0.1 10.0.0.2 1 2\r\n",
        "PROXY UNKNOWN\r\n",
        "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\x0a\0\0\1\x0a\0\0\2\x9c\x40\0\x50"sv,
        "\r\n\r\n\0\r\nQUIT\n\x20\0\0\0"sv,
    };
    for (const auto header : headers) {
        CAPTURE(header);
        Stream stream;
        stream.client(Bytes{header} + Bytes{request})
            .server("HTTP/1.1 204 No Content\r\n\r\n")
            .closed(CloseCause::finished);
        test::for_every_cut(
            stream.events(), [](const std::vector<reassembly::StreamEvent>& events) {
                Witness witness;
                witness.feed(events);
                CHECK(witness.text() == "seen GET /a\nasked GET /a []\nanswer /a 204 []\nended\n");
                CHECK(witness.blind(Blind::proxied_connections) == 1);
            });
    }
}

TEST_CASE("what only begins like a PROXY header is read as what it is") {
    Stream stream;
    stream.client("PRO").client("PFIND /a HTTP/1.1\r\n\r\n");
    stream.server("HTTP/1.1 204 No Content\r\n\r\n").closed(CloseCause::finished);
    CHECK(test::told(stream.events()) ==
          "seen PROPFIND /a\nasked PROPFIND /a []\nanswer /a 204 []\nended\n");
}

TEST_CASE("what may yet be a PROXY header is kept when the answer is captured before the rest") {
    Stream stream;
    stream.client("P").server("HTTP/1.1 204 No Content\r\n\r\n").client("UT /a HTTP/1.1\r\n\r\n");
    CHECK(test::told(stream.events()) == "seen PUT /a\nasked PUT /a []\nanswer /a 204 []\n");
}

TEST_CASE("an HTTP/0.9 request is in the ledger, and its answer is not guessed at") {
    Stream stream;
    stream.client("GET /old\r\n").server("<html>").closed(CloseCause::finished);
    test::for_every_cut(stream.events(), [](const std::vector<reassembly::StreamEvent>& events) {
        Witness witness;
        witness.feed(events);
        CHECK(witness.text() == "seen GET /old\nlost /old http09 0\nended\n");
        check_only(witness, Blind::http09_connections);
    });
}

TEST_CASE("an answer that goes on beyond its time bound is endless, and what follows is read") {
    struct Row {
        const char* name;
        std::string_view type;
        Duration silence;
        std::string_view first;
    };
    const Row rows[] = {
        {"an event stream", "text/event-stream; charset=utf-8", std::chrono::seconds{31},
         "lost /a endless_answer 200\n"},
        {"a slow download", "application/zip", std::chrono::seconds{31},
         "answer /a 200 [onetwo]\n"},
        {"a very slow one", "application/zip", std::chrono::minutes{11},
         "lost /a endless_answer 200\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Stream stream;
        stream.client("GET /a HTTP/1.1\r\n\r\n")
            .server("HTTP/1.1 200 OK\r\nContent-Type: " + std::string{row.type} +
                    "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n")
            .wait(row.silence)
            .server("3\r\ntwo\r\n0\r\n\r\n")
            .client("GET /b HTTP/1.1\r\n\r\n")
            .server("HTTP/1.1 204 No Content\r\n\r\n")
            .closed(CloseCause::finished);
        CHECK(test::told(stream.events()) ==
              "seen GET /a\nasked GET /a []\n" + std::string{row.first} +
                  "seen GET /b\nasked GET /b []\nanswer /b 204 []\nended\n");
    }
}

TEST_CASE("a connection that says nothing is not counted") {
    Stream stream;
    stream.closed(CloseCause::reset);
    Witness witness;
    witness.feed(stream.events());
    check_only(witness, Blind::count_);
}

TEST_CASE("a connection joined late where no message ever begins is not HTTP") {
    Stream stream{false};
    stream.client("some")
        .server("thing\r\n")
        .client("GET but no request line\r\n")
        .closed(CloseCause::idle);
    Witness witness;
    witness.feed(stream.events());
    check_only(witness, Blind::not_http_connections);
}

TEST_CASE("CONNECT that succeeds turns the connection into something else") {
    Stream stream;
    stream.client("CONNECT example.com:443 HTTP/1.1\r\n\r\n").client("GET /early HTTP/1.1\r\n\r\n");
    stream.server("HTTP/1.1 200 Connection established\r\n\r\n\x16\x03");
    stream.client("GET /inside HTTP/1.1\r\n\r\n").closed(CloseCause::finished);
    test::for_every_cut(stream.events(), [&](const std::vector<reassembly::StreamEvent>& events) {
        Witness witness;
        witness.feed(events);
        CHECK(witness.text() ==
              "seen CONNECT example.com:443\nasked CONNECT example.com:443 []\n"
              "lost example.com:443 upgrade 200\nended\n");
        check_only(witness, Blind::upgraded_connections);
    });
}

TEST_CASE("CONNECT that is refused leaves HTTP going on") {
    Stream stream;
    stream.client("CONNECT example.com:443 HTTP/1.1\r\n\r\n").client("GET /b HTTP/1.1\r\n\r\n");
    stream.server("HTTP/1.1 407 Auth\r\nContent-Length: 2\r\n\r\nno");
    stream.server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb");
    CHECK(test::told(stream.events()) ==
          "seen CONNECT example.com:443\nasked CONNECT example.com:443 []\n"
          "answer example.com:443 407 [no]\nseen GET /b\nasked GET /b []\nanswer /b 200 [b]\n");
}

TEST_CASE("an upgrade to WebSocket loses that exchange and no earlier one") {
    const std::string request =
        "GET /ws HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    Stream stream;
    stream.client("GET /a HTTP/1.1\r\n\r\n" + request);
    stream.server(
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na"
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\x81\x01x");
    stream.client("\x81\x81\x01\x02\x03\x04y").closed(CloseCause::finished);
    Witness witness;
    witness.feed(stream.events());
    CHECK(witness.text() ==
          "seen GET /a\nasked GET /a []\nseen GET /ws\nasked GET /ws []\n"
          "answer /a 200 [a]\nlost /ws upgrade 101\nended\n");
    check_only(witness, Blind::upgraded_connections);
    CHECK(witness.blind(Blind::unparsable_bytes) == 0);
}

TEST_CASE("an upgrade that the server ignores leaves HTTP going on") {
    Stream stream;
    stream.client("GET /a HTTP/1.1\r\nUpgrade: h2c\r\n\r\n");
    stream.server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na");
    stream.client("GET /b HTTP/1.1\r\n\r\n").server("HTTP/1.1 204 No\r\n\r\n");
    CHECK(test::told(stream.events()) ==
          "seen GET /a\nasked GET /a []\nanswer /a 200 [a]\n"
          "seen GET /b\nasked GET /b []\nanswer /b 204 []\n");
}

TEST_CASE("connections are told apart") {
    Stream one{true, 1};
    Stream two{true, 2};
    one.client("GET /one HTTP/1.1\r\n\r\n");
    two.client("GET /two HTTP/1.1\r\n\r\n");
    one.server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
    two.server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
    Witness witness;
    for (std::size_t i = 0; i < one.events().size(); ++i) {
        witness.feed({two.events()[i]});
        witness.feed({one.events()[i]});
    }
    CHECK(witness.text() ==
          "seen GET /two\nasked GET /two []\nseen GET /one\nasked GET /one []\n"
          "answer /two 200 [2]\nanswer /one 200 [1]\n");
}

TEST_CASE("bytes of a connection that was never opened are nobody's") {
    Stream stream;
    stream.client("GET /a HTTP/1.1\r\n\r\n");
    Witness witness;
    witness.feed({stream.events().begin() + 1, stream.events().end()});
    CHECK(witness.text().empty());
}

}  // namespace shadowdiff::http
