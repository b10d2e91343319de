// SPDX-License-Identifier: Apache-2.0
#include "http/framer.hpp"

#include <doctest/doctest.h>

namespace shadowdiff::http {

TEST_CASE("what remains of a body that was taken whole is nothing, of the next one neither") {
    Framer framer{MessageKind::responses, Strictness::lenient, HttpLimits{}};
    ByteView bytes =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n";
    REQUIRE(framer.next(bytes) == Framer::Step::head);
    REQUIRE(framer.is_whole_in(bytes));
    CHECK(framer.take_whole_body(bytes) == "hello");
    REQUIRE(framer.is_between_messages());
    REQUIRE(framer.next(bytes) == Framer::Step::head);
    REQUIRE_FALSE(framer.is_whole_in(bytes));
    REQUIRE(framer.next(bytes) == Framer::Step::body);
    CHECK(framer.piece() == "ab");
    CHECK(framer.remaining() == 0);
    CHECK(framer.next(bytes) == Framer::Step::end);
    CHECK(bytes.empty());
}

}  // namespace shadowdiff::http
