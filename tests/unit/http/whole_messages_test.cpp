// SPDX-License-Identifier: Apache-2.0
// What comes whole at once goes a shorter way: it must say what the long one says.
#include "tests/support/streams.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

namespace shadowdiff::http {
namespace {

using reassembly::CloseCause;
using test::Stream;
using test::told;
using test::Witness;

constexpr std::string_view ok_answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

// A request that is nothing but its head, or the same with a body of no bytes.
std::string bodyless_get(std::string_view target, bool is_head_alone) {
    const std::string field = is_head_alone ? "Accept: */*" : "Content-Length: 0";
    return "GET " + std::string{target} + " HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n";
}

struct Case {
    const char* name;
    void (*talk)(Stream& stream, bool is_head_alone);
    bool handshake_seen = true;
    HttpLimits limits{};
};

HttpLimits one_outstanding() {
    HttpLimits limits;
    limits.outstanding_max = 1;
    return limits;
}

const Case talks[] = {
    {"answered one by one",
     [](Stream& stream, bool alone) {
         stream.client(bodyless_get("/1", alone))
             .server(ok_answer)
             .client(bodyless_get("/2", alone))
             .server(ok_answer);
     }},
    {"pipelined",
     [](Stream& stream, bool alone) {
         stream.client(bodyless_get("/1", alone) + bodyless_get("/2", alone))
             .server(ok_answer)
             .server(ok_answer);
     }},
    {"the answer comes first",
     [](Stream& stream, bool alone) {
         stream.server(ok_answer).client(bodyless_get("/1", alone));
     }},
    {"joined late, so that nothing is sure",
     [](Stream& stream, bool alone) {
         stream.client(bodyless_get("/1", alone))
             .server(ok_answer)
             .client(bodyless_get("/2", alone))
             .server(ok_answer);
     },
     false},
    {"behind a gap",
     [](Stream& stream, bool alone) {
         stream.client(bodyless_get("/1", alone))
             .server_gap(100)
             .client(bodyless_get("/2", alone))
             .server(ok_answer);
     }},
    {"the server has closed",
     [](Stream& stream, bool alone) {
         stream.client(bodyless_get("/1", alone)).server(ok_answer).server_finished();
         stream.client(bodyless_get("/2", alone));
     }},
    {"the server speaks something else",
     [](Stream& stream, bool alone) {
         stream.client(bodyless_get("/1", alone)).server("HTTP/1.1 2x0 what\r\n\r\n");
         stream.client(bodyless_get("/2", alone));
     }},
    {"more than may wait",
     [](Stream& stream, bool alone) {
         stream.client(bodyless_get("/1", alone) + bodyless_get("/2", alone));
     },
     true, one_outstanding()},
};

}  // namespace

TEST_CASE("a request that is nothing but its head is told like any other") {
    for (const auto& one : talks) {
        CAPTURE(one.name);
        const auto told_of = [&](bool is_head_alone) {
            Stream stream{one.handshake_seen};
            one.talk(stream, is_head_alone);
            stream.closed(CloseCause::capture_ended);
            return told(stream.events(), one.limits);
        };
        CHECK(told_of(true) == told_of(false));
        CHECK(told_of(true).find("seen GET /1\n") != std::string::npos);
    }
}

TEST_CASE("a body that comes in one piece is kept and digested like one in several") {
    HttpLimits limits;
    limits.body_bytes_kept_max = 6;
    limits.digested_at_once_max = 4;
    for (std::size_t size = 0; size <= 8; ++size) {
        CAPTURE(size);
        const std::string body(size, 'b');
        Stream stream;
        stream.client("GET /a HTTP/1.1\r\n\r\n");
        stream.server("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
                      body);
        test::for_every_cut(stream.events(), [&](const auto& events) {
            Witness witness{limits};
            witness.feed(events);
            REQUIRE(witness.answers().size() == 1);
            const auto& seen = witness.answers()[0].response()->body;
            REQUIRE(seen.bytes == body.substr(0, std::min<std::size_t>(size, 6)));
            REQUIRE(seen.length == size);
            REQUIRE(seen.digest == make_body(body).digest);
        });
    }
}

}  // namespace shadowdiff::http
