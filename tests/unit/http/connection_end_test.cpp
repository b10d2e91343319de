// SPDX-License-Identifier: Apache-2.0
// What becomes of requests and answers when their connection ends.
#include "http/answer_reader.hpp"
#include "tests/support/streams.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {
namespace {

using reassembly::CloseCause;
using test::check_every_cut;
using test::Stream;
using test::told;

}  // namespace

TEST_CASE("how a connection ends tells what became of its last answer") {
    const auto request = "GET /a HTTP/1.1\r\n\r\n";
    const auto cut_answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab";
    const auto open_answer = "HTTP/1.0 200 OK\r\n\r\nab";
    struct Row {
        const char* name;
        const char* answer;
        CloseCause cause;
        const char* end;
    };
    const Row rows[] = {
        {"short body, closed", cut_answer, CloseCause::finished,
         "failed /a reset_inside_answer 200"},
        {"short body, reset", cut_answer, CloseCause::reset, "failed /a reset_inside_answer 200"},
        {"short body, capture ends", cut_answer, CloseCause::capture_ended,
         "lost /a answer_incomplete 200"},
        {"short body, idle", cut_answer, CloseCause::idle, "lost /a answer_incomplete 200"},
        {"short body, evicted", cut_answer, CloseCause::evicted, "lost /a answer_incomplete 200"},
        {"short body, replaced", cut_answer, CloseCause::replaced, "lost /a answer_incomplete 200"},
        {"until close, closed", open_answer, CloseCause::finished, "answer /a 200 [ab]"},
        {"until close, reset", open_answer, CloseCause::reset, "failed /a reset_inside_answer 200"},
        {"until close, capture ends", open_answer, CloseCause::capture_ended,
         "lost /a answer_incomplete 200"},
        {"cut head, closed", "HTTP/1.1 200 OK\r\nCont", CloseCause::finished,
         "failed /a reset_inside_answer 0"},
        {"cut head, capture ends", "HTTP/1.1 200 OK\r\nCont", CloseCause::capture_ended,
         "lost /a answer_incomplete 0"},
        {"only an interim answer, closed", "HTTP/1.1 103 Early Hints\r\n\r\n", CloseCause::finished,
         "failed /a reset_before_answer 0"},
        {"no answer, closed", "", CloseCause::finished, "failed /a reset_before_answer 0"},
        {"no answer, reset", "", CloseCause::reset, "failed /a reset_before_answer 0"},
        {"no answer, capture ends", "", CloseCause::capture_ended, "lost /a answer_not_seen 0"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        Stream stream;
        stream.client(request).server(row.answer).closed(row.cause);
        check_every_cut(stream,
                        std::string{"seen GET /a\nasked GET /a []\n"} + row.end + "\nended\n");
    }
}

TEST_CASE("after the server has closed, what waits and what still comes gets no answer") {
    Stream stream;
    stream.client("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n")
        .server("HTTP/1.1 200 OK\r\n\r\nx")
        .server_finished()
        .client("GET /c HTTP/1.1\r\n\r\n")
        .closed(CloseCause::reset);
    CHECK(told(stream.events()) ==
          "seen GET /a\nasked GET /a []\nseen GET /b\nasked GET /b []\n"
          "answer /a 200 [x]\nfailed /b reset_before_answer 0\n"
          "seen GET /c\nasked GET /c []\nfailed /c reset_before_answer 0\nended\n");
}

TEST_CASE("a client that closes its direction still gets its answer") {
    Stream stream;
    stream.client("GET /a HTTP/1.1\r\n\r\n").client_finished();
    stream.server("HTTP/1.1 200 OK\r\n\r\nx").server_finished().closed(CloseCause::finished);
    check_every_cut(stream, "seen GET /a\nasked GET /a []\nanswer /a 200 [x]\nended\n");
}

TEST_CASE("a request that is cut is lost as incomplete") {
    for (const auto* bytes :
         {"POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nab",
          "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"}) {
        CAPTURE(bytes);
        Stream stream;
        stream.client(bytes).closed(CloseCause::finished);
        check_every_cut(stream, "seen POST /a\nlost /a request_incomplete 0\nended\n");
    }
}

}  // namespace shadowdiff::http
