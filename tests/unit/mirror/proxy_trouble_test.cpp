// SPDX-License-Identifier: Apache-2.0
// What the proxy does when a side misbehaves, is missing, or is too slow.
#include "tests/unit/mirror/proxying.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

Coverage only(Blind blind) {
    Coverage one;
    one.add(blind);
    return one;
}

TEST_CASE("a legacy that is not there is a 502 to the client and a failure in the report") {
    asio::io_context io;
    const auto port = unused_port(io);
    Proxying proxying{io, port};
    const auto got = proxying.serve({Write{get}, ReadToEnd{}});
    CHECK(got.starts_with("HTTP/1.1 502 Bad Gateway\r\n"));
    CHECK(got.contains("Connection: close\r\n"));
    CHECK(got.ends_with("shadowdiff proxy: 127.0.0.1:" + std::to_string(port) +
                        ": connection refused\n"));
    CHECK(proxying.story() == "seen /x, complete, failed refused, ended");
}

TEST_CASE("what legacy breaks is answered or broken for the client, and reported by class") {
    struct Row {
        std::string_view name;
        Script legacy;
        std::string_view got, story;
    };
    const Row rows[] = {
        {"closes", {ReadHead{}, Close{}}, "HTTP/1.1 502", "failed reset_before_answer"},
        {"resets", {ReadHead{}, Reset{}}, "HTTP/1.1 502", "failed reset_before_answer"},
        {"is silent", {ReadHead{}, Stall{}}, "HTTP/1.1 504", "failed first_byte_timeout"},
        {"no HTTP",
         {ReadHead{}, Write{"SSH-2.0-x\r\n\r\n"}},
         "HTTP/1.1 502",
         "failed malformed_answer"},
        {"an upgrade nobody asked for",
         {ReadHead{}, Write{"HTTP/1.1 101 S\r\nUpgrade: x\r\n\r\n"}},
         "HTTP/1.1 502",
         "failed protocol_switch"},
        {"closes in the head",
         {ReadHead{}, Write{"HTTP/1.1 200 OK\r\n"}, Close{}},
         "HTTP/1.1 502",
         "failed reset_inside_answer"},
        {"short body",
         {ReadHead{}, Write{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"}, Close{}},
         "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi",
         "failed short_body"},
        {"silent in the body",
         {ReadHead{}, Write{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"}, Stall{}},
         "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi",
         "failed total_timeout"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        asio::io_context io;
        ScriptedPeer legacy{io, {row.legacy}};
        Proxying proxying{io, legacy.port(), {.relay_silence_max = 30ms}};
        const auto got = proxying.serve({Write{get}, ReadToEnd{}});
        CAPTURE(got);
        CHECK(got.starts_with(row.got));
        CHECK(proxying.story() == "seen /x, complete, " + std::string{row.story} + ", ended");
    }
}

TEST_CASE("a field whose name breaks its line is kept from the client, and counted") {
    asio::io_context io;
    ScriptedPeer legacy{
        io, {{ReadHead{}, Write{"HTTP/1.1 200 OK\r\nX\rY: 1\r\nContent-Length: 2\r\n\r\nhi"}}}};
    Proxying proxying{io, legacy.port()};
    CHECK(proxying.serve({Write{get}, ReadBytes{ok.size()}, Close{}}) == ok);
    CHECK(proxying.coverage == only(Blind::withheld_fields));
}

TEST_CASE("a body that ends at close and is reset does not look whole to the client") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, Write{"HTTP/1.1 200 OK\r\n\r\nhi"}, Stall{}}}};
    Proxying proxying{io, legacy.port(), {.relay_silence_max = 30ms}};
    proxying.serve({Write{get}, ReadToEnd{}});
    CHECK(proxying.saw_reset);
    CHECK(proxying.story() == "seen /x, complete, failed total_timeout, ended");
}

TEST_CASE("a kept-alive connection that legacy closed does not hurt the client") {
    asio::io_context io;
    const auto twice = Script{Write{get}, ReadBytes{ok.size()}, Write{get}, ReadBytes{ok.size()}};
    SUBCASE("while it was idle") {
        ScriptedPeer legacy{io, {{ReadHead{}, Write{ok}, Close{}}, {ReadHead{}, Write{ok}}}};
        Proxying proxying{io, legacy.port()};
        CHECK(proxying.serve(twice) == ok + ok);
    }
    SUBCASE("just when the next request was sent") {
        ScriptedPeer legacy{
            io, {{ReadHead{}, Write{ok}, ReadHead{}, Close{}}, {ReadHead{}, Write{ok}}}};
        Proxying proxying{io, legacy.port()};
        CHECK(proxying.serve(twice) == ok + ok);
        CHECK(proxying.story() ==
              "seen /x, complete, answered 200, seen /x, complete, answered 200, ended");
    }
    SUBCASE("just when a request was sent that has a body, which came with its head") {
        const Bytes head = "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        for (const Bytes body : {"", "hi"}) {
            CAPTURE(body);
            const auto request = head + std::to_string(body.size()) + "\r\n\r\n" + body;
            const ReadBytes all{request.size()};
            ScriptedPeer legacy{io, {{all, Write{ok}, all, Close{}}, {all, Write{ok}}}};
            Proxying proxying{io, legacy.port()};
            CHECK(proxying.serve({Write{request}, ReadBytes{ok.size()}, Write{request},
                                  ReadBytes{ok.size()}}) == ok + ok);
        }
    }
}

TEST_CASE("a malformed request is refused and never reaches legacy") {
    const Bytes malformed[] = {
        "GET /x\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost : a\r\n\r\n",
        "\x16\x03\x01\x02\r\n\r\n",
    };
    for (const auto& request : malformed) {
        CAPTURE(request);
        asio::io_context io;
        ScriptedPeer legacy{io, {}};
        Proxying proxying{io, legacy.port()};
        const auto got = proxying.serve({Write{request}, ReadToEnd{}});
        CHECK(got.starts_with("HTTP/1.1 400 Bad Request\r\n"));
        CHECK(proxying.story() == "ended");
        CHECK(proxying.coverage == only(Blind::refused_requests));
        CHECK(legacy.connections() == 0);
    }
}

TEST_CASE("a request whose body is malformed is refused, and lost") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, Stall{}}}};
    Proxying proxying{io, legacy.port()};
    const auto got = proxying.serve(
        {Write{"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"},
         ReadToEnd{}});
    CHECK(got.starts_with("HTTP/1.1 400 Bad Request\r\n"));
    CHECK(proxying.story() == "seen /x, lost request_incomplete, ended");
}

TEST_CASE("CONNECT is refused") {
    asio::io_context io;
    ScriptedPeer legacy{io, {}};
    Proxying proxying{io, legacy.port()};
    const auto got = proxying.serve(
        {Write{"CONNECT a.example.com:443 HTTP/1.1\r\nHost: a.example.com:443\r\n\r\n"},
         ReadToEnd{}});
    CHECK(got.starts_with("HTTP/1.1 501 Not Implemented\r\n"));
    CHECK(proxying.story() == "seen a.example.com:443, lost upgrade, ended");
}

TEST_CASE("a client that goes away takes its request with it") {
    asio::io_context io;
    SUBCASE("in the request's body") {
        ScriptedPeer legacy{io, {{ReadHead{}, Stall{}}}};
        Proxying proxying{io, legacy.port()};
        proxying.serve(
            {Write{"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhi"}, Close{}});
        while (legacy.closed() == 0) io.run_one();
        CHECK(proxying.story() == "seen /x, lost request_incomplete, ended");
    }
    SUBCASE("in the answer") {
        const Bytes large = "HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n";
        ScriptedPeer legacy{io, {{ReadHead{}, Write{large + Bytes(50'000'000, 'x')}}}};
        Proxying proxying{io, legacy.port()};
        proxying.serve({Write{get}, ReadBytes{100}, Reset{}});
        CHECK(proxying.story() == "seen /x, complete, lost answer_incomplete, ended");
    }
    SUBCASE("in the head") {
        ScriptedPeer legacy{io, {}};
        Proxying proxying{io, legacy.port()};
        proxying.serve({Write{"GET /x HT"}, Close{}});
        CHECK(proxying.story() == "ended");
        CHECK(proxying.coverage == only(Blind::unfinished_requests));
    }
}

TEST_CASE("a client that is slow to ask is closed") {
    asio::io_context io;
    ScriptedPeer legacy{io, {}};
    SUBCASE("before its first byte") {
        Proxying proxying{io, legacy.port(), {.client_idle_max = 20ms}};
        CHECK(proxying.serve({ReadToEnd{}}).empty());
        CHECK(proxying.story() == "ended");
        CHECK(proxying.coverage == Coverage{});
    }
    SUBCASE("inside a head") {
        Proxying proxying{io, legacy.port(), {.client_head_max = 20ms}};
        CHECK(proxying.serve({Write{"GET /"}, ReadToEnd{}}).empty());
        CHECK(proxying.story() == "ended");
        CHECK(proxying.coverage == only(Blind::unfinished_requests));
    }
}

TEST_CASE("clients over the bound are closed at once") {
    asio::io_context io;
    ScriptedPeer legacy{io, {}};
    Proxying proxying{io, legacy.port(), {}, 1};
    ScriptedClient first{io, proxying.port(), {ReadToEnd{}}};
    while (proxying.proxy().clients() == 0) io.run_one();
    ScriptedClient second{io, proxying.port(), {ReadToEnd{}}};
    while (!second.is_done()) io.run_one();
    CHECK_FALSE(first.is_done());
    CHECK(proxying.proxy().clients() == 1);
}

}  // namespace
}  // namespace shadowdiff::mirror
