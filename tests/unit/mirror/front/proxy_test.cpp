// SPDX-License-Identifier: Apache-2.0
#include "mirror/front/proxy.hpp"

#include "http/exchange_id.hpp"
#include "tests/unit/mirror/proxying.hpp"

#include <doctest/doctest.h>

#include <set>

namespace shadowdiff::mirror {
namespace {

const Bytes last_get = "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
const Bytes ok_closing = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi";

TEST_CASE("the client gets legacy's answer byte for byte, and the exchange is reported") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, Write{ok}}}};
    Proxying proxying{io, legacy.port()};
    CHECK(proxying.serve({Write{get}, ReadBytes{ok.size()}, Close{}}) == ok);
    CHECK(legacy.received()[0] == get);  // without our mark
    CHECK(proxying.story() == "seen /x, complete, answered 200, ended");

    const auto seen = proxying.all<http::RequestSeen>().at(0);
    const auto complete = proxying.all<http::RequestComplete>().at(0);
    const auto answer = proxying.all<http::AnswerSeen>().at(0);
    CHECK(seen.id == http::exchange_id(0, seen.connection, 0));
    CHECK(seen.method == "GET");
    CHECK(seen.host == "a");
    CHECK(seen.server.port == proxying.port());
    CHECK(to_text(seen.client.address) == "127.0.0.1");
    CHECK(complete.exchange.id == seen.id);
    CHECK(complete.exchange.request.target == "/x");
    CHECK(complete.exchange.request.body == http::make_body(""));
    CHECK(complete.exchange.connection == seen.connection);
    CHECK(answer.id == seen.id);
    CHECK(answer.pairing == http::Pairing::exact);
    CHECK(answer.answer.leg == http::Leg::legacy);
    CHECK(answer.answer.origin == http::Origin::observed);
    CHECK(answer.answer.response()->body == http::make_body("hi"));
    CHECK(answer.answer.timing.first_byte);
    CHECK(answer.answer.timing.last_byte >= answer.answer.timing.first_byte);
    CHECK(proxying.all<http::ConnectionEnded>().at(0).connection == seen.connection);
}

TEST_CASE("of an exchange that is not wanted only the request is told") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, ReadBytes{5}, Write{ok}, ReadHead{}, Close{}}}};
    Proxying proxying{io, legacy.port()};
    proxying.is_more_wanted = false;
    const Bytes post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
    const auto got = proxying.serve({Write{post}, ReadBytes{ok.size()}, Write{post}, ReadToEnd{}});
    CHECK(got.starts_with(ok + "HTTP/1.1 502 "));
    CHECK(proxying.story() == "seen /x, seen /x, ended");
}

TEST_CASE("answers of every framing pass unchanged") {
    struct Row {
        std::string_view name;
        Bytes request, answer, expected;
    };
    const Bytes head_only = "HEAD /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    const Row rows[] = {
        {"by length", last_get, ok, ok_closing},
        {"chunked", last_get,
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n2\r\nhi\r\n"
         "3\r\nyou\r\n0\r\nX: 1\r\n\r\n",
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\nConnection: close\r\n\r\n"
         "2\r\nhi\r\n3\r\nyou\r\n0\r\nX: 1\r\n\r\n"},
        {"until close", get, "HTTP/1.1 200 OK\r\nX: 1\r\n\r\nhi",
         "HTTP/1.1 200 OK\r\nX: 1\r\nConnection: close\r\n\r\nhi"},
        {"HEAD", head_only, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n",
         "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n"},
        {"204", last_get, "HTTP/1.1 204 No Content\r\n\r\n",
         "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"},
        {"304 with a length", last_get, "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
         "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\nConnection: close\r\n\r\n"},
        {"interim answers", last_get,
         "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + ok,
         "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + ok_closing},
        {"an old client", "GET /x HTTP/1.0\r\nHost: a\r\n\r\n", ok, ok_closing},
        {"an old client gets no interim answer", "GET /x HTTP/1.0\r\nHost: a\r\n\r\n",
         "HTTP/1.1 103 Early Hints\r\n\r\n" + ok, ok_closing},
        {"an old server", get, "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nhi",
         "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi"},
        {"names that are no token", last_get,
         "HTTP/1.1 200 OK\r\nX Y: 1\r\nA@: 2\r\n: 3\r\nContent-Length: 0\r\n\r\n",
         "HTTP/1.1 200 OK\r\nX Y: 1\r\nA@: 2\r\n: 3\r\nContent-Length: 0\r\n"
         "Connection: close\r\n\r\n"},
        {"fields that only look alike", last_get,
         "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nKeep-Alive: timeout=5\r\n"
         "Content-Length: 0\r\n\r\n",
         "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n"
         "Connection: close\r\n\r\n"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        asio::io_context io;
        ScriptedPeer legacy{io, {{ReadHead{}, WriteEachByte{row.answer}, Close{}}}};
        Proxying proxying{io, legacy.port()};
        const auto got = proxying.serve({WriteEachByte{row.request}, ReadToEnd{}});
        // Chunks may be cut otherwise on the way; all else is the same.
        if (row.name == "chunked") {
            CHECK(proxying.all<http::AnswerSeen>().at(0).answer.response()->body ==
                  http::make_body("hiyou"));
            CHECK(got.starts_with(row.expected.substr(0, row.expected.find("\r\n\r\n"))));
            CHECK(got.ends_with("\r\n0\r\nX: 1\r\n\r\n"));
        } else {
            CHECK(got == row.expected);
        }
        CHECK(proxying.story().starts_with("seen /x, complete, answered "));
    }
}

TEST_CASE("a piece of an answer is passed on before the next one comes") {
    asio::io_context io;
    const Bytes head = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
    ScriptedPeer legacy{io, {{ReadHead{}, Write{head + "ab"}, Stall{}}}};
    Proxying proxying{io, legacy.port()};
    ScriptedClient client{io, proxying.port(), {Write{get}, ReadBytes{head.size() + 2}, Reset{}}};
    while (!client.is_done()) io.run_one();
    CHECK(client.received() == head + "ab");
}

TEST_CASE("requests of one client use one connection to legacy, in order") {
    asio::io_context io;
    const auto request = [](int i) {
        return "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    };
    const auto answer = [](int i) {
        return "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + std::to_string(i);
    };
    const auto three = request(1) + request(2) + request(3);
    ScriptedPeer legacy{io,
                        {{ReadHead{}, Write{answer(1)}, ReadHead{}, Write{answer(2)}, ReadHead{},
                          Write{answer(3)}}}};
    Proxying proxying{io, legacy.port()};
    const auto expected = answer(1) + answer(2) + answer(3);
    SUBCASE("one after the other") {
        CHECK(proxying.serve({Write{request(1)}, ReadBytes{answer(1).size()}, Write{request(2)},
                              ReadBytes{answer(2).size()}, Write{request(3)},
                              ReadBytes{answer(3).size()}}) == expected);
    }
    SUBCASE("pipelined in one write") {
        CHECK(proxying.serve({Write{three}, ReadBytes{expected.size()}}) == expected);
    }
    SUBCASE("pipelined byte by byte") {
        CHECK(proxying.serve({WriteEachByte{three}, ReadBytes{expected.size()}}) == expected);
    }
    SUBCASE("pipelined, then the client sends no more") {
        CHECK(proxying.serve({Write{three}, ShutdownSend{}, ReadToEnd{}}) == expected);
    }
    CHECK(legacy.received()[0] == three);
    std::set<http::ExchangeId> ids;
    for (const auto& seen : proxying.all<http::RequestSeen>()) ids.insert(seen.id);
    CHECK(ids.size() == 3);
    CHECK(proxying.all<http::AnswerSeen>().size() == 3);
}

TEST_CASE("an old client that asks for it keeps its connection") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, Write{ok}, ReadHead{}, Write{ok}}}};
    Proxying proxying{io, legacy.port()};
    const Bytes old = "GET /x HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n";
    const Bytes kept = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nhi";
    CHECK(proxying.serve({Write{old}, ReadBytes{kept.size()}, Write{old},
                          ReadBytes{kept.size()}}) == kept + kept);
}

TEST_CASE("a request's body is streamed to legacy in its framing") {
    struct Row {
        std::string_view name, head, body, expected_body;
        std::size_t read;
    };
    const Row rows[] = {
        {"by length", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "hello", "hello",
         5},
        {"chunked", "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
         "5\r\nhello\r\n0\r\n\r\n", "hello", 15},
        {"empty by length", "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "", "", 0},
        {"with GET", "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "hello", "hello",
         5},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        asio::io_context io;
        ScriptedPeer legacy{io,
                            {{ReadHead{}, ReadBytes{row.read}, Write{ok}, ReadHead{}, Write{ok}}}};
        Proxying proxying{io, legacy.port()};
        const auto request = Bytes{row.head} + Bytes{row.body};
        CHECK(proxying.serve({Write{request}, ReadBytes{ok.size()}, Write{get},
                              ReadBytes{ok.size()}}) == ok + ok);
        CHECK(legacy.received()[0] == request + get);
        CHECK(proxying.all<http::RequestComplete>().at(0).exchange.request.body ==
              http::make_body(Bytes{row.expected_body}));
    }
}

TEST_CASE("a client that waits for 100 Continue gets it from legacy") {
    asio::io_context io;
    const Bytes head =
        "POST /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    const Bytes go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    ScriptedPeer legacy{io, {{ReadHead{}, Write{go_on}, ReadBytes{5}, Write{ok}}}};
    Proxying proxying{io, legacy.port()};
    CHECK(proxying.serve({Write{head}, ReadHead{}, Write{"hello"}, ReadBytes{ok.size()}}) ==
          go_on + ok);
    CHECK(legacy.received()[0] == head + "hello");
    CHECK(proxying.story() == "seen /x, complete, answered 200, ended");
}

TEST_CASE("bodies over the bound pass whole, and are reported by length and digest") {
    asio::io_context io;
    const Bytes body(10 << 20, 'x');
    const auto length = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    const Bytes request = "POST /x HTTP/1.1\r\nHost: a\r\n" + length + body;
    const Bytes answer = "HTTP/1.1 200 OK\r\n" + length + body;
    ScriptedPeer legacy{io, {{ReadHead{}, ReadBytes{body.size()}, Write{answer}}}};
    Proxying proxying{io, legacy.port()};
    CHECK(proxying.serve({Write{request}, ReadBytes{answer.size()}}) == answer);
    CHECK(legacy.received()[0] == request);
    const auto complete = proxying.all<http::RequestComplete>().at(0);
    const auto answered = proxying.all<http::AnswerSeen>().at(0);
    for (const auto& kept : {complete.exchange.request.body, answered.answer.response()->body}) {
        CHECK_FALSE(kept.is_whole());
        CHECK(kept.length == body.size());
        CHECK(kept.digest == http::make_body(body).digest);
    }
}

TEST_CASE("after an upgrade bytes pass both ways") {
    asio::io_context io;
    const Bytes switching =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n";
    ScriptedPeer legacy{
        io, {{ReadHead{}, Write{switching + "welcome"}, ReadBytes{5}, Write{"bye"}, Close{}}}};
    Proxying proxying{io, legacy.port()};
    const Bytes request =
        "GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n";
    CHECK(proxying.serve({Write{request + "he"}, ReadHead{}, Write{"llo"}, ReadToEnd{}}) ==
          switching + "welcomebye");
    CHECK(legacy.received()[0] == request + "hello");
    CHECK(proxying.story() == "seen /x, complete, lost upgrade, ended");
}

}  // namespace
}  // namespace shadowdiff::mirror
