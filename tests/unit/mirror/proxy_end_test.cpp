// SPDX-License-Identifier: Apache-2.0
// How the proxy begins, drains, and goes while it relays.
#include "tests/unit/mirror/proxying.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("draining lets the answer under way finish and takes nothing more") {
    asio::io_context io;
    const Bytes head = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n";
    ScriptedPeer legacy{io, {{ReadHead{}, Write{head + "ab"}, ReadBytes{0}, Write{"cd"}}}};
    Proxying proxying{io, legacy.port()};
    const auto port = proxying.port();
    ScriptedClient idle{io, port, {ReadToEnd{}}};
    ScriptedClient busy{io, port, {Write{get}, ReadToEnd{}}};
    while (proxying.all<http::RequestComplete>().empty() || proxying.proxy().clients() < 2) {
        io.run_one();
    }
    proxying.proxy().drain();
    ScriptedClient late{io, port, {Write{get}, ReadToEnd{}}};
    while (!idle.is_done() || !busy.is_done() || !late.is_done()) io.run_one();
    CHECK(busy.received() ==
          "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nabcd");
    CHECK(late.received().empty());
    while (proxying.proxy().clients() > 0) io.run_one();
    CHECK(proxying.all<http::AnswerSeen>().size() == 1);
}

TEST_CASE("a proxy that cannot listen says so before it begins") {
    asio::io_context io;
    ProxyOptions options;
    options.listen.address.host = "203.0.113.1";
    CHECK_THROWS_AS(make_proxy(io, options, {}), StartupError);
    options.listen.address.host = "name.invalid";
    CHECK_THROWS_WITH_AS(make_proxy(io, options, {}), doctest::Contains("cannot listen on"),
                         StartupError);
}

TEST_CASE("a proxy may go while it relays") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, Stall{}}}};
    std::optional<Proxying> proxying{std::in_place, io, legacy.port()};
    ScriptedClient client{io, proxying->port(), {Write{get}, ReadToEnd{}}};
    while (legacy.received().empty() || legacy.received()[0].empty()) io.run_one();
    proxying.reset();
    while (!client.is_done() || legacy.closed() == 0) io.run_one();
    CHECK(client.received().empty());
}

}  // namespace
}  // namespace shadowdiff::mirror
