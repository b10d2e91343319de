// SPDX-License-Identifier: Apache-2.0
// Every way in which a leg can fail to answer is a result with its class.
#include "tests/unit/mirror/asking.hpp"
#include "tests/unit/mirror/scripted_peer.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>

namespace shadowdiff::mirror {
namespace {

using enum http::FailureClass;

http::Failure failure_of(Script script, LegLimits limits = {}) {
    asio::io_context io;
    ScriptedPeer peer{io, {std::move(script)}};
    Asking asking{io, peer.port(), limits};
    const auto answer = asking.ask_and_wait("/x");
    REQUIRE(answer.failure());
    CHECK(answer.failure()->detail.starts_with("127.0.0.1:" + std::to_string(peer.port()) + ": "));
    return *answer.failure();
}

TEST_CASE("a leg that breaks off or breaks HTTP is told apart by class") {
    struct Row {
        std::string_view name;
        Script script;
        http::FailureClass expected;
        std::uint16_t status;
        std::string_view detail;
    };
    const Row rows[] = {
        {"closes unread", {Close{}}, reset_before_answer, 0, ""},
        {"closes", {ReadHead{}, Close{}}, reset_before_answer, 0, "closed without an answer"},
        {"resets", {ReadHead{}, Reset{}}, reset_before_answer, 0, "connection reset by peer"},
        {"closes in the head",
         {ReadHead{}, Write{"HTTP/1.1 200 OK\r\nCont"}, Close{}},
         reset_inside_answer,
         0,
         "closed before the answer was complete"},
        {"closes in the body",
         {ReadHead{}, Write{"HTTP/1.1 503 No\r\nContent-Length: 9\r\n\r\nhi"}, Close{}},
         short_body,
         503,
         "closed before"},
        {"closes in a chunk",
         {ReadHead{}, Write{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi"},
          Close{}},
         short_body,
         200,
         "closed before"},
        {"speaks something else",
         {ReadHead{}, Write{"* OK IMAP4 ready\r\n\r\n"}},
         malformed_answer,
         0,
         ""},
        {"sends a bad chunk",
         {ReadHead{}, Write{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n"}},
         malformed_answer,
         200,
         "9112"},
        {"switches protocol",
         {ReadHead{}, Write{"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\x01\x02"}},
         protocol_switch,
         101,
         "another protocol"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto failure = failure_of(row.script);
        CAPTURE(failure.detail);
        CHECK(failure.failure_class == row.expected);
        CHECK(failure.status == row.status);
        CHECK(failure.detail.contains(row.detail));
    }
}

TEST_CASE("a leg that takes too long is told apart by how far it came") {
    const LegLimits first{.first_byte_max = 20ms};
    CHECK(failure_of({ReadHead{}, Stall{}}, first).failure_class == first_byte_timeout);
    CHECK(failure_of({Stall{}}, first).failure_class == first_byte_timeout);
    const LegLimits total{.total_max = 20ms};
    const auto inside = failure_of(
        {ReadHead{}, Write{"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi"}, Stall{}}, total);
    CHECK(inside.failure_class == total_timeout);
    CHECK(inside.status == 200);
    CHECK(inside.detail.contains("no complete answer within 20 ms"));
    const Bytes endless =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Bytes(64, '0') + "1\r\nx\r\n";
    CHECK(failure_of({ReadHead{}, Write{endless}, Stall{}}, total).failure_class == total_timeout);
}

TEST_CASE("an answer that is broken off at any byte is a failure, and never a shorter answer") {
    const Bytes answers[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n0\r\nX: y\r\n\r\n",
    };
    for (const auto& answer : answers) {
        std::vector<Script> scripts;
        for (std::size_t cut = 0; cut < answer.size(); ++cut) {
            scripts.push_back({ReadHead{}, Write{answer.substr(0, cut)}, Close{}});
        }
        scripts.push_back({ReadHead{}, Write{answer}, Close{}});
        asio::io_context io;
        ScriptedPeer peer{io, std::move(scripts)};
        Asking asking{io, peer.port(), {.breaker_failures_max = 1}};
        const auto body_from = answer.find("\r\n\r\n", answer.find("200")) + 4;
        for (std::size_t cut = 0; cut < answer.size(); ++cut) {
            CAPTURE(cut);
            const auto cut_answer = asking.ask_and_wait("/");
            REQUIRE(cut_answer.failure());
            CHECK(cut_answer.failure()->failure_class == (cut == 0          ? reset_before_answer
                                                          : cut < body_from ? reset_inside_answer
                                                                            : short_body));
        }
        CHECK(asking.ask_and_wait("/").response() != nullptr);
    }
}

TEST_CASE("a leg that is not there") {
    asio::io_context io;
    const auto port = unused_port(io);
    Asking asking{io, port};
    const auto answer = asking.ask_and_wait("/");
    REQUIRE(answer.failure());
    CHECK(answer.failure()->failure_class == refused);
    CHECK(answer.failure()->detail == "127.0.0.1:" + std::to_string(port) + ": connection refused");
    CHECK_FALSE(answer.timing.first_byte);
}

TEST_CASE("a name that does not resolve") {
    asio::io_context io;
    Asking asking{io, options_for({candidate_at("name.invalid", 80)})};
    const auto answer = asking.ask_and_wait("/");
    REQUIRE(answer.failure());
    CHECK(answer.failure()->failure_class == unresolved);
}

TEST_CASE("a name with several addresses is tried at each") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{"HTTP/1.1 204 No Content\r\n\r\n"}}}};
    Asking asking{io, options_for({candidate_at("localhost", peer.port())})};
    const auto answer = asking.ask_and_wait("/");  // localhost is ::1 too, where nobody listens
    REQUIRE(answer.response());
    CHECK(answer.response()->status == 204);
}

// A listener whose queue is full leaves further connections without an answer.
TEST_CASE("a leg that does not accept within the limit") {
    asio::io_context io;
    Tcp::acceptor acceptor{io};
    acceptor.open(Tcp::v4());
    acceptor.bind({asio::ip::address_v4::loopback(), 0});
    acceptor.listen(0);
    const auto endpoint = acceptor.local_endpoint();
    std::vector<Tcp::socket> filling;
    for (int i = 0; i < 4; ++i) {
        filling.emplace_back(io, Tcp::v4()).non_blocking(true);
        ::connect(filling.back().native_handle(), endpoint.data(),
                  static_cast<socklen_t>(endpoint.size()));
    }
    Asking asking{io, endpoint.port(), {.connect_max = 20ms}};
    const auto answer = asking.ask_and_wait("/");
    REQUIRE(answer.failure());
    CHECK(answer.failure()->failure_class == connect_timeout);
}

}  // namespace
}  // namespace shadowdiff::mirror
