// SPDX-License-Identifier: Apache-2.0
#include "http/conversations.hpp"

#include "tests/support/streams.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {
namespace {

using reassembly::CloseCause;
using test::check_every_cut;
using test::Stream;
using test::told;
using test::Witness;

}  // namespace

TEST_CASE("requests on one connection are paired with their answers in order, however cut") {
    Stream stream;
    stream.talk(R"(
>>> GET /first HTTP/1.1
>>> Host: example.com
>>>
<<< HTTP/1.1 200 OK
<<< Content-Length: 3
<<<
<<< one\
>>> POST /second HTTP/1.1
>>> Content-Length: 4
>>>
>>> body\
<<< HTTP/1.1 404 Not Found
<<< Transfer-Encoding: chunked
<<<
<<< 3
<<< two
<<< 0
<<<
)");
    stream.closed(CloseCause::finished);
    check_every_cut(stream,
                    "seen GET /first\nasked GET /first []\nanswer /first 200 [one]\n"
                    "seen POST /second\nasked POST /second [body]\nanswer /second 404 [two]\n"
                    "ended\n");
}

TEST_CASE("pipelined requests are paired in order, with HEAD, 204 and 304 between them") {
    Stream stream;
    stream.talk(R"(
>>> GET /1 HTTP/1.1
>>>
>>> HEAD /2 HTTP/1.1
>>>
>>> GET /3 HTTP/1.1
>>>
>>> DELETE /4 HTTP/1.1
>>>
>>> GET /5 HTTP/1.1
>>>
<<< HTTP/1.1 200 OK
<<< Content-Length: 1
<<<
<<< a\
<<< HTTP/1.1 200 OK
<<< Content-Length: 1000
<<<
<<< HTTP/1.1 304 Not Modified
<<< Content-Length: 500
<<<
<<< HTTP/1.1 204 No Content
<<<
<<< HTTP/1.1 200 OK
<<< Content-Length: 1
<<<
<<< e\
)");
    const std::string ends =
        "answer /1 200 [a]\nanswer /2 200 []\nanswer /3 304 []\nanswer /4 204 []\nanswer /5 200 "
        "[e]\n";
    test::for_every_cut(stream.events(), [&](const std::vector<reassembly::StreamEvent>& events) {
        REQUIRE(told(events).ends_with(ends));
    });
}

TEST_CASE("interim answers belong to the final one") {
    Stream stream;
    stream.talk(R"(
>>> POST /upload HTTP/1.1
>>> Expect: 100-continue
>>> Content-Length: 4
>>>
<<< HTTP/1.1 100 Continue
<<<
>>> body\
<<< HTTP/1.1 102 Processing
<<<
<<< HTTP/1.1 103 Early Hints
<<< Link: </a.css>
<<<
<<< HTTP/1.1 201 Created
<<< Content-Length: 2
<<<
<<< ok\
)");
    check_every_cut(stream,
                    "seen POST /upload\nasked POST /upload [body]\nanswer /upload 201 [ok]\n");
}

TEST_CASE("a final answer that comes before the request has ended waits for it") {
    const auto head = "POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo";
    const auto refusal = "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno";
    SUBCASE("and is given to it when it ends") {
        Stream stream;
        stream.client(head).server(refusal).client("dy").client("GET /b HTTP/1.1\r\n\r\n");
        stream.server("HTTP/1.1 204 No Content\r\n\r\n");
        check_every_cut(stream,
                        "seen POST /a\nasked POST /a [body]\nanswer /a 413 [no]\n"
                        "seen GET /b\nasked GET /b []\nanswer /b 204 []\n");
    }
    SUBCASE("and is lost with it when the client gives up") {
        Stream stream;
        stream.client(head).server(refusal).server_finished().client_finished();
        stream.closed(CloseCause::finished);
        check_every_cut(stream, "seen POST /a\nlost /a request_incomplete 413\nended\n");
    }
    SUBCASE("and took no time") {
        Witness witness;
        Stream stream;
        witness.feed(stream.client(head).server(refusal).client("dy").events());
        REQUIRE(witness.answers().size() == 1);
        CHECK(witness.answers()[0].timing.first_byte == Duration{0});
        CHECK(witness.answers()[0].timing.request_at == Timestamp{std::chrono::milliseconds{3}});
    }
}

TEST_CASE(
    "a refused client that never sends the body it announced may go on with another request") {
    Stream stream;
    stream.client("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 40\r\n\r\n")
        .server("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n")
        .client("GET /b HTTP/1.1\r\n\r\n")
        .server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    CHECK(told(stream.events()) ==
          "seen POST /a\nlost /a request_incomplete 417\n"
          "seen GET /b\nasked GET /b []\nanswer /b 200 resynchronised []\n");
}

TEST_CASE("times count from the request's last packet") {
    Stream stream;
    stream.client("POST /a HTTP/1.1\r\nContent-Length: 2\r\n\r\n").client("ab");
    stream.wait(std::chrono::milliseconds{10});
    stream.server("HTTP/1.1 103 Early Hints\r\n\r\n");
    stream.server("HTTP/1.1 20").server("0 OK\r\nContent-Length: 2\r\n\r\n").server("ok");
    Witness witness;
    witness.feed(stream.events());
    REQUIRE(witness.answers().size() == 1);
    const auto& timing = witness.answers()[0].timing;
    CHECK(timing.request_at == Timestamp{std::chrono::milliseconds{2}});
    CHECK(timing.first_byte == std::chrono::milliseconds{12});
    CHECK(timing.last_byte == std::chrono::milliseconds{14});
}

TEST_CASE("an answer that was captured before its request is still its answer") {
    Stream stream;
    stream.server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na")
        .client("GET /a HTTP/1.1\r\n\r\n");
    stream.server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nb")
        .client("GET /b HTTP/1.1\r\n\r\n");
    check_every_cut(stream,
                    "seen GET /a\nasked GET /a []\nanswer /a 200 [a]\n"
                    "seen GET /b\nasked GET /b []\nanswer /b 200 [b]\n");
}

TEST_CASE("a body over the bound goes on by length and digest") {
    HttpLimits limits;
    limits.body_bytes_kept_max = 3;
    Stream stream;
    stream.client("POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nabcde");
    stream.server("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef");
    Witness witness{limits};
    witness.feed(stream.events());
    CHECK(witness.text() == "seen POST /a\nasked POST /a [abc]\nanswer /a 200 [abc]\n");
    CHECK(witness.answers()[0].response()->body.length == 6);
    CHECK(witness.answers()[0].response()->body.digest == make_body("abcdef").digest);
}

TEST_CASE("ids differ between places, connections and runs, and are the same again") {
    const auto ids = [](std::uint64_t seed, reassembly::ConnectionId connection) {
        Stream stream{true, connection};
        stream.client("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
        Conversations conversations{seed};
        std::vector<ExchangeId> found;
        for (const auto& event : stream.events()) {
            for (auto& sighting : conversations.feed(event)) {
                tell(std::move(sighting), [&](const Sighting& told) {
                    const auto* seen = std::get_if<RequestSeen>(&told);
                    if (seen != nullptr) found.push_back(seen->id);
                });
            }
        }
        return found;
    };
    const auto some = ids(1, 1);
    REQUIRE(some.size() == 2);
    CHECK(some[0] != some[1]);
    CHECK(ids(1, 1) == some);
    CHECK(ids(1, 2)[0] != some[0]);
    CHECK(ids(2, 1)[0] != some[0]);
}

}  // namespace shadowdiff::http
