// SPDX-License-Identifier: Apache-2.0
#include "mirror/upstream/name_lookups.hpp"

#include <doctest/doctest.h>

#include <optional>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("each who asks is told in another turn, and the io_context runs until then") {
    asio::io_context io;
    auto& lookups = asio::use_service<NameLookups>(io);
    std::optional<ErrorCode> known, unknown;
    std::vector<Stream::endpoint> found;
    lookups.start("127.0.0.1", 80, [&](auto error, auto addresses) {
        known = error;
        found = std::move(addresses);
    });
    lookups.start("name.invalid", 80, [&](auto error, const auto&) { unknown = error; });
    CHECK_FALSE(known);
    io.run();
    CHECK(known == ErrorCode{});
    CHECK(found ==
          std::vector<Stream::endpoint>{Tcp::endpoint{asio::ip::address_v4::loopback(), 80}});
    REQUIRE(unknown);
    CHECK(*unknown);
}

TEST_CASE("what is found after the end of the io_context is told to nobody") {
    bool is_told = false;
    for (int i = 0; i < 20; ++i) {
        asio::io_context io;
        asio::use_service<NameLookups>(io).start(i % 2 == 0 ? "127.0.0.1" : "name.invalid", 80,
                                                 [&is_told](auto, const auto&) { is_told = true; });
    }
    CHECK_FALSE(is_told);
}

}  // namespace
}  // namespace shadowdiff::mirror
