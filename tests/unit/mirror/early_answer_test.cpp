// SPDX-License-Identifier: Apache-2.0
// Answers that come before their request is complete.
#include "tests/unit/mirror/proxying.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::mirror {
namespace {

TEST_CASE("an answer that comes before the request's body is relayed, and nothing after it") {
    asio::io_context io;
    const Bytes early = "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    ScriptedPeer legacy{io, {{ReadHead{}, Write{early}}}};
    Proxying proxying{io, legacy.port()};
    const Bytes head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";
    CHECK(proxying.serve({Write{head + "part"}, ReadToEnd{}}) == early);
    CHECK(proxying.story() == "seen /x, lost request_incomplete, ended");
}

TEST_CASE(
    "a legacy that answers early and reads on gets the rest of the request, and the next one") {
    asio::io_context io;
    const Bytes early = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
    ScriptedPeer legacy{io, {{ReadHead{}, Write{early}, ReadBytes{9}, ReadHead{}, Write{ok}}}};
    Proxying proxying{io, legacy.port()};
    const Bytes head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";
    CHECK(proxying.serve({Write{head + "part"}, ReadBytes{early.size()}, Write{" two " + get},
                          ReadBytes{ok.size()}}) == early + ok);
    CHECK(legacy.received()[0] == head + "part two " + get);
    CHECK(proxying.story() ==
          "seen /x, complete, answered 403, seen /x, complete, answered 200, ended");
}

}  // namespace
}  // namespace shadowdiff::mirror
