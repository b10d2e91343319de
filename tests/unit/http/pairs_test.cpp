// SPDX-License-Identifier: Apache-2.0
// Gaps and damage: what order still proves is exact, all else is not.
#include "http/pairs.hpp"

#include "tests/support/streams.hpp"
#include "tests/unit/http/plain_messages.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {
namespace {

using reassembly::CloseCause;
using test::get;
using test::ok;
using test::Stream;
using test::told;
using test::Witness;

}  // namespace

TEST_CASE("a gap inside an answer's body of known length costs that answer and no other") {
    Stream stream;
    stream.client(get("/a") + get("/b"));
    stream.server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab").server_gap(7);
    stream.server("z" + ok("b"));
    CHECK(told(stream.events()) ==
          "seen GET /a\nasked GET /a []\nseen GET /b\nasked GET /b []\n"
          "lost /a answer_incomplete 200\nanswer /b 200 [b]\n");
}

TEST_CASE("a gap that ends with the body leaves the next answer exact") {
    Stream stream;
    stream.client(get("/a") + get("/b"));
    stream.server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab").server_gap(8).server(ok("b"));
    CHECK(told(stream.events()).ends_with("lost /a answer_incomplete 200\nanswer /b 200 [b]\n"));
}

TEST_CASE("a gap in the data of one chunk leaves the next answer exact") {
    Stream stream;
    stream.client(get("/a") + get("/b"));
    stream.server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\nab").server_gap(7);
    stream.server("z\r\n0\r\n\r\n" + ok("b"));
    CHECK(told(stream.events()).ends_with("lost /a answer_incomplete 200\nanswer /b 200 [b]\n"));
}

TEST_CASE("a gap that may have swallowed an answer makes all that waits and follows uncertain") {
    const std::string asked = "seen GET /a\nasked GET /a []\nseen GET /b\nasked GET /b []\n";
    const std::string uncertain = "lost /a uncertain_pairing 0\nlost /b uncertain_pairing 0\n";
    const std::string later = "seen GET /c\nasked GET /c []\nlost /c uncertain_pairing 0\n";
    SUBCASE("between messages") {
        Stream stream;
        stream.client(get("/a") + get("/b")).server_gap(40).server(ok("b"));
        stream.client(get("/c")).server(ok("c"));
        CHECK(told(stream.events()) == asked + uncertain + later);
    }
    SUBCASE("in a head") {
        Stream stream;
        stream.client(get("/a") + get("/b")).server("HTTP/1.1 200 OK\r\nCont").server_gap(20);
        stream.server(ok("b")).client(get("/c")).server(ok("c"));
        CHECK(told(stream.events()) == asked + uncertain + later);
    }
    SUBCASE("beyond the body: whose that answer was is sure") {
        Stream stream;
        stream.client(get("/a") + get("/b"));
        stream.server("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab").server_gap(8);
        stream.server(ok("b"));
        CHECK(told(stream.events()) ==
              asked + "lost /a answer_incomplete 200\nlost /b uncertain_pairing 0\n");
    }
    SUBCASE("in chunk framing") {
        Stream stream;
        stream.client(get("/a") + get("/b"));
        stream.server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n")
            .server_gap(9);
        stream.server(ok("b")).client(get("/c")).server(ok("c"));
        CHECK(told(stream.events()) ==
              asked +
                  "lost /a answer_incomplete 200\nlost /b uncertain_pairing 0\n"
                  "seen GET /c\nasked GET /c []\nanswer /c 200 resynchronised [c]\n");
    }
}

TEST_CASE("the shift that gave a request another's answer does not happen") {
    // A gap swallows the first answer; the second must not be taken for it.
    Stream stream;
    stream.client(get("/a")).server_gap(41).client(get("/b")).server(ok("b")).client(get("/c"));
    stream.server(ok("c")).closed(CloseCause::finished);
    CHECK(told(stream.events()).find("answer") == std::string::npos);
}

TEST_CASE("a gap in a request costs that request, and its answer still keeps its place") {
    Stream stream;
    stream.client("POST /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nab")
        .client_gap(6)
        .client("z" + get("/b"));
    stream.server(ok("a") + ok("b"));
    CHECK(told(stream.events()) ==
          "seen POST /a\nseen GET /b\nasked GET /b []\nlost /a gap 200\nanswer /b 200 [b]\n");
}

TEST_CASE("a gap that may have swallowed a request leaves the earlier ones exact") {
    Stream stream;
    stream.client(get("/a")).client_gap(30).client(get("/c")).server(ok("a")).server(ok("b"));
    stream.closed(CloseCause::finished);
    CHECK(
        told(stream.events()) ==
        "seen GET /a\nasked GET /a []\nseen GET /c\nasked GET /c []\nlost /c uncertain_pairing 0\n"
        "answer /a 200 [a]\nended\n");
}

TEST_CASE("a gap in a chunked request's framing breaks it and doubts what follows") {
    Stream stream;
    stream.client("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").client_gap(30);
    stream.client(get("/b")).server(ok("a") + ok("b"));
    CHECK(told(stream.events()) ==
          "seen POST /a\nseen GET /b\nasked GET /b []\nlost /b uncertain_pairing 0\n"
          "lost /a gap 200\n");
}

TEST_CASE("requests over the bound on those that wait are given up with their connection") {
    HttpLimits limits;
    limits.outstanding_max = 2;
    Stream stream;
    stream.client(get("/a") + get("/b")).client(get("/c") + get("/d")).server(ok("a"));
    CHECK(told(stream.events(), limits) ==
          "seen GET /a\nasked GET /a []\nseen GET /b\nasked GET /b []\nseen GET /c\n"
          "lost /a memory_bound 0\nlost /b memory_bound 0\nlost /c memory_bound 0\n");
}

TEST_CASE("a malformed answer fails its request and leaves the later ones unsure") {
    Stream stream;
    SUBCASE("its head") {
        stream.client(get("/a") + get("/b")).server("ICY 200 OK\r\n\r\n" + ok("b"));
    }
    SUBCASE("its chunks") {
        stream.client(get("/a") + get("/b"));
        stream.server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n" + ok("b"));
    }
    stream.client(get("/c")).server(ok("c")).closed(CloseCause::finished);
    Witness witness;
    witness.feed(stream.events());
    CHECK(witness.text().find("failed /a malformed_answer") != std::string::npos);
    CHECK(
        witness.text().ends_with("lost /b uncertain_pairing 0\nseen GET /c\nasked GET /c []\n"
                                 "lost /c uncertain_pairing 0\nended\n"));
    CHECK(witness.blind(Blind::unparsable_bytes) > 0);
}

TEST_CASE("a malformed request ends its direction, and those before it get their answers") {
    Stream stream;
    stream.client(get("/a")).client("nonsense\r\n\r\n").client(get("/b")).server(ok("a"));
    stream.closed(CloseCause::finished);
    Witness witness;
    witness.feed(stream.events());
    CHECK(witness.text() == "seen GET /a\nasked GET /a []\nanswer /a 200 [a]\nended\n");
    CHECK(witness.blind(Blind::unparsable_bytes) >= get("/b").size());
}

TEST_CASE("a request whose line was read is accounted for, whatever came behind it") {
    const std::string line = "POST /a HTTP/1.1\r\n";
    Stream stream;
    SUBCASE("a malformed head") {
        stream.client(line + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab").server(ok("a"));
        stream.closed(CloseCause::finished);
        CHECK(told(stream.events()) == "seen POST /a\nlost /a request_incomplete 200\nended\n");
    }
    SUBCASE("a cut head") {
        stream.client(line + "Content-Le").closed(CloseCause::capture_ended);
        CHECK(told(stream.events()) == "seen POST /a\nlost /a request_incomplete 0\nended\n");
    }
    SUBCASE("a gap in the head, and its answer keeps its place") {
        stream.client(get("/before") + line).client_gap(30).client(get("/b"));
        stream.server(ok("before") + ok("a") + ok("b"));
        CHECK(told(stream.events()) ==
              "seen GET /before\nasked GET /before []\nseen POST /a\n"
              "seen GET /b\nasked GET /b []\nlost /b uncertain_pairing 0\n"
              "answer /before 200 [before]\nlost /a gap 200\n");
    }
    SUBCASE("a head over the bound") {
        HttpLimits limits;
        limits.line_bytes_max = 40;
        stream.client(line).client("A: " + std::string(40, 'a') + "\r\n\r\n");
        stream.closed(CloseCause::capture_ended);
        CHECK(told(stream.events(), limits) ==
              "seen POST /a\nlost /a request_incomplete 0\nended\n");
    }
}

TEST_CASE("bytes behind an answer that nobody asked for are counted and doubted") {
    Stream stream;
    stream.client(get("/a")).server(ok("a") + "extra bytes").client(get("/b")).server(ok("b"));
    Witness witness;
    witness.feed(stream.events());
    CHECK(witness.blind(Blind::unparsable_bytes) == 11);
    CHECK(witness.text() ==
          "seen GET /a\nasked GET /a []\nanswer /a 200 [a]\n"
          "seen GET /b\nasked GET /b []\nanswer /b 200 resynchronised [b]\n");
}

}  // namespace shadowdiff::http
