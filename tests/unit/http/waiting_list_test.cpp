// SPDX-License-Identifier: Apache-2.0
#include "http/waiting_list.hpp"

#include "tests/support/streams.hpp"
#include "tests/unit/http/witness.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace shadowdiff::http {
namespace {

using reassembly::CloseCause;
using test::Stream;
using test::Witness;

}  // namespace

TEST_CASE("who began to hold something first is the first to be given up") {
    WaitingList list{100};
    WaitingList::Place first;
    WaitingList::Place second;
    WaitingList::Place third;
    list.note(first, 40);
    list.note(second, 40);
    list.note(third, 10);
    CHECK(list.over() == nullptr);
    list.note(first, 60);  // holding more does not make it younger
    CHECK(list.bytes() == 110);
    CHECK(list.over() == &first);
    list.note(first, 0);
    CHECK(list.over() == nullptr);
    list.note(first, 60);  // now it does
    CHECK(list.over() == &second);
    {
        WaitingList::Place gone;
        list.note(gone, 5);
        list.note(gone, 0);
    }
    CHECK(list.bytes() == 110);
}

TEST_CASE("what waits on all connections stays inside one bound, and what is given up is counted") {
    const ConversationOptions options{.limits = {}, .waiting_bytes_max = 1'000};
    const std::string line = "POST /a HTTP/1.1\r\n";
    const std::string field = "A: " + std::string(300, 'a');
    SUBCASE("heads that do not end") {
        Witness witness{options};
        for (reassembly::ConnectionId id = 1; id <= 10; ++id) {
            witness.feed(Stream{true, id}.client(line + field).events());
        }
        CHECK(witness.blind(Blind::evicted_connections) == 7);
        for (reassembly::ConnectionId id = 1; id <= 10; ++id) {
            Stream end{true, id};
            end.client("\r\n\r\n").closed(CloseCause::capture_ended);
            const std::vector tail(end.events().begin() + 1, end.events().end());
            witness.feed(tail);
        }
        CHECK(witness.open() == 0);
        CHECK(witness.text().contains("asked POST /a []"));  // the youngest are read to their ends
    }
    SUBCASE("pipelined requests without answers") {
        Witness witness{options};
        Stream stream;
        for (int i = 0; i < 20; ++i) stream.client("GET /a HTTP/1.1\r\n\r\n");
        witness.feed(stream.events());
        CHECK(witness.blind(Blind::evicted_connections) == 1);
        CHECK(witness.text().contains("lost /a memory_bound 0"));
        CHECK(witness.open() == 0);
    }
    SUBCASE("answers that wait for their requests") {
        Witness witness{options};
        const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n";
        for (reassembly::ConnectionId id = 1; id <= 3; ++id) {
            witness.feed(Stream{true, id}.server(answer + std::string(400, 'a')).events());
        }
        CHECK(witness.blind(Blind::evicted_connections) == 1);
    }
}

}  // namespace shadowdiff::http
