// SPDX-License-Identifier: Apache-2.0
#include "mirror/mirror.hpp"
#include "tests/unit/mirror/asking.hpp"
#include "tests/unit/mirror/scripted_peer.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

void connect_ahead(asio::io_context& io, Asking& asking, std::size_t connections) {
    bool is_done = false;
    asking.mirror().connect_ahead({http::Leg::candidate}, connections, [&] { is_done = true; });
    while (!is_done) io.run_one();
}

TEST_CASE("connections are made before anything is asked, and used") {
    asio::io_context io;
    const Script script{ReadHead{}, Write{ok}};
    ScriptedPeer peer{io, {script, script, script}};
    Asking asking{io, peer.port()};
    connect_ahead(io, asking, 3);
    while (peer.connections() < 3) io.run_one();
    for (std::uint64_t i = 1; i <= 3; ++i) asking.ask(i, make_request("/"), i);
    asking.run_until_answered(3);
    for (const auto& one : asking.answers) CHECK(one.answer.response() != nullptr);
    CHECK(peer.connections() == 3);
    CHECK(asking.mirror().counters(http::Leg::candidate).connections == 3);
}

TEST_CASE("the first one made is used first: a service of one at a time accepts it first") {
    asio::io_context io;
    ScriptedPeer peer{io, {{ReadHead{}, Write{ok}}, {Stall{}}, {Stall{}}}};
    LegLimits in_turn;
    in_turn.slow_start = 1;
    Asking asking{io, peer.port(), in_turn};
    connect_ahead(io, asking, 3);
    const auto answer = asking.ask_and_wait("/");
    CHECK(answer.response() != nullptr);
}

TEST_CASE("no more connections are made ahead than a leg's budget allows") {
    LegLimits few_connections, few_in_flight, one_at_a_time;
    few_connections.connections_max = 2;
    few_in_flight.in_flight_max = 2;
    one_at_a_time.connections_max = 2;
    one_at_a_time.slow_start = 1;
    for (const auto& limits : {few_connections, few_in_flight, one_at_a_time}) {
        asio::io_context io;
        ScriptedPeer peer{io, {{Stall{}}, {Stall{}}, {Stall{}}}};
        Asking asking{io, peer.port(), limits};
        connect_ahead(io, asking, 3);
        CHECK(asking.mirror().counters(http::Leg::candidate).connections == 2);
    }
}

TEST_CASE("a leg that cannot be reached is given up at once, and told when it is asked") {
    asio::io_context io;
    std::uint16_t port = 0;
    {
        Tcp::acceptor free{io, {asio::ip::make_address("127.0.0.1"), 0}};
        port = free.local_endpoint().port();
    }
    Asking asking{io, port};
    connect_ahead(io, asking, 100);
    CHECK(asking.mirror().counters(http::Leg::candidate).connections < 100);
    const auto answer = asking.ask_and_wait("/");
    REQUIRE(answer.failure());
    CHECK(answer.failure()->failure_class == http::FailureClass::refused);
}

TEST_CASE("who waits for connections is told when all is given up") {
    asio::io_context io;
    ScriptedPeer peer{io, {{Stall{}}}};
    Asking asking{io, peer.port()};
    bool is_done = false;
    asking.mirror().connect_ahead({http::Leg::candidate}, 1, [&] { is_done = true; });
    asking.mirror().cancel();
    while (!is_done) io.run_one();
}

}  // namespace
}  // namespace shadowdiff::mirror
