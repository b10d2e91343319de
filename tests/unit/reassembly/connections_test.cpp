// SPDX-License-Identifier: Apache-2.0
#include "reassembly/connections.hpp"

#include "tests/support/seen_connections.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using reassembly::CloseCause;
using test::reassemble;

namespace {

// Packets: 1 to 3 handshake, 4 question, 5 answer, 6 question, 7 answer, 8 to 10 the end.
constexpr std::string_view two_exchanges = R"(
>>> first\
<<< one\
>>> second\
<<< two\
)";

}  // namespace

TEST_CASE("a conversation comes out as its two directions, and ends once") {
    const auto seen = reassemble(two_exchanges);
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].opened.initiator == test::TcpOptions{}.client);
    CHECK(seen[0].opened.responder == test::TcpOptions{}.server);
    CHECK(seen[0].opened.handshake_seen);
    CHECK(seen[0].initiator == "firstsecond[fin]");
    CHECK(seen[0].responder == "onetwo[fin]");
    CHECK(seen[0].closed == CloseCause::finished);
}
