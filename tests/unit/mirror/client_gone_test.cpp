// SPDX-License-Identifier: Apache-2.0
// Clients that go away while legacy has nothing to say.
#include "tests/unit/mirror/proxying.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("a client that resets while legacy is silent ends its exchange at once") {
    asio::io_context io;
    ScriptedPeer legacy{
        io, {{ReadHead{}, Write{"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"}, Stall{}}}};
    Proxying proxying{io, legacy.port()};
    proxying.serve({Write{get}, ReadHead{}, Reset{}});
    while (legacy.closed() == 0) io.run_one();
    CHECK(proxying.story() == "seen /x, complete, lost answer_incomplete, ended");
}

TEST_CASE("a client that sends nothing more still gets its answer") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, Write{ok}}}};
    Proxying proxying{io, legacy.port()};
    CHECK(proxying.serve({Write{get}, ShutdownSend{}, ReadToEnd{}}) == ok);
    CHECK(proxying.story() == "seen /x, complete, answered 200, ended");
}

TEST_CASE("at the bound a client that has gone makes room, though legacy is silent") {
    asio::io_context io;
    ScriptedPeer legacy{io, {{ReadHead{}, Stall{}}, {ReadHead{}, Write{ok}}}};
    Proxying proxying{io, legacy.port(), {}, 1};
    const ScriptedClient gone{io, proxying.port(), {Write{get}, Close{}}};
    while (!gone.is_done() || legacy.received().empty() || legacy.received()[0].empty()) {
        io.run_one();
    }
    CHECK(proxying.proxy().clients() == 1);
    CHECK(proxying.serve({Write{get}, ReadBytes{ok.size()}}) == ok);
    CHECK(proxying.proxy().turned_away().over_bound == 0);
    CHECK(proxying.all<http::AnswerSeen>().size() == 1);
    REQUIRE(proxying.all<http::Lost>().size() == 1);
    CHECK(proxying.all<http::Lost>()[0].reason == Reason::answer_incomplete);
}

}  // namespace
}  // namespace shadowdiff::mirror
