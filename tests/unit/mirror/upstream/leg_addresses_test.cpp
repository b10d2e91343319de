// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/leg_addresses.hpp"

#include "mirror/front/between.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>

namespace shadowdiff::mirror {
namespace {

Target named(std::string host) { return {.host = std::move(host), .port = 80, .base_path = ""}; }

asio::awaitable<void> find_into(LegAddresses& addresses, std::optional<ErrorCode>& found) {
    found = co_await addresses.find(SteadyClock::now() + 1min);
}

TEST_CASE("known addresses serve on while their name does not resolve") {
    asio::io_context io;
    LegAddresses addresses{named("name.invalid")};
    const Tcp::endpoint known{asio::ip::address_v4::loopback(), 80};
    addresses.book().learn({known}, SteadyClock::now() - 1min);
    std::optional<ErrorCode> found;
    asio::co_spawn(io, find_into(addresses, found), Rethrow{});
    io.run();  // to the end of the look-up, too
    REQUIRE(found);
    CHECK_FALSE(*found);
    CHECK(addresses.has(endpoint_of(known)));
    CHECK(addresses.book().is_fresh(SteadyClock::now()));  // for some seconds
}

TEST_CASE("all who know no address hear why") {
    asio::io_context io;
    LegAddresses addresses{named("name.invalid")};
    std::optional<ErrorCode> one, other;
    asio::co_spawn(io, find_into(addresses, one), Rethrow{});
    asio::co_spawn(io, find_into(addresses, other), Rethrow{});
    io.run();
    REQUIRE(one);
    REQUIRE(other);
    CHECK(*one);
    CHECK(*one == *other);
}

TEST_CASE("what a name had last does until it is looked up") {
    asio::io_context io;
    const auto last = std::make_shared<LastAddresses>();
    const Stream::endpoint known = Tcp::endpoint{asio::ip::make_address("192.0.2.7"), 80};
    last->set({known});
    LegAddresses addresses{named("name.invalid"), last};
    CHECK_FALSE(addresses.book().is_fresh(SteadyClock::now()));
    std::optional<ErrorCode> found;
    asio::co_spawn(io, find_into(addresses, found), Rethrow{});
    io.run();  // to the end of the look-up, which fails
    REQUIRE(found);
    CHECK_FALSE(*found);
    CHECK(addresses.book().in_order(SteadyClock::now()) == std::vector{known});
    CHECK(last->get() == std::vector{known});
}

TEST_CASE("what a look-up gives is left for who asks next") {
    asio::io_context io;
    const auto last = std::make_shared<LastAddresses>();
    LegAddresses addresses{named("localhost"), last};
    std::optional<ErrorCode> found;
    asio::co_spawn(io, find_into(addresses, found), Rethrow{});
    io.run();
    REQUIRE(found);
    CHECK_FALSE(*found);
    CHECK_FALSE(last->get().empty());
    CHECK(addresses.book().in_order(SteadyClock::now()) == last->get());
}

TEST_CASE("a leg's own address needs no look-up and is always right") {
    for (const auto* host : {"127.0.0.1", "::1"}) {
        CAPTURE(host);
        asio::io_context io;
        LegAddresses addresses{named(host)};
        std::optional<ErrorCode> found;
        asio::co_spawn(io, find_into(addresses, found), Rethrow{});
        io.run();
        REQUIRE(found);
        CHECK_FALSE(*found);
        CHECK(addresses.book().in_order(SteadyClock::now()).size() == 1);
        CHECK(addresses.has({}));
    }
}

}  // namespace
}  // namespace shadowdiff::mirror
