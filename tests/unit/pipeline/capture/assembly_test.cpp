// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/assembly.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

constexpr http::ExchangeId assembled_id{1, 1};

http::WireRequest wire_request(bool is_first_told) {
    http::WireRequest made;
    made.id = assembled_id;
    made.head = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    made.is_first_told = is_first_told;
    return made;
}

http::RequestSeen post_seen() {
    http::RequestSeen made;
    made.id = assembled_id;
    made.method = "POST";
    made.target = "/b";
    return made;
}

http::WireAnswer wire_answer() {
    http::WireAnswer made;
    made.id = assembled_id;
    made.status = 200;
    made.head = "HTTP/1.1 200 OK\r\n\r\n";
    return made;
}

struct Assembled {
    std::vector<RecordedExchange> whole;
    Assembly assembly{[this](RecordedExchange one) { whole.push_back(std::move(one)); }};
};

}  // namespace

TEST_CASE("a request and its answer are one exchange") {
    Assembled told;
    told.assembly.take(wire_request(true));
    CHECK(told.whole.empty());
    told.assembly.take(wire_answer());
    REQUIRE(told.whole.size() == 1);
    const auto& one = told.whole.front();
    CHECK(one.is_request_whole);
    CHECK(one.lost == Reason::none);
    CHECK(one.exchange->request.target == "/a");
    REQUIRE(one.exchange->answers.size() == 1);
    CHECK(one.exchange->answers.front().response()->status == 200);
}

TEST_CASE("a request that is lost says why, whole or not") {
    Assembled told;
    told.assembly.take(post_seen());
    told.assembly.take(http::Lost{.id = assembled_id, .reason = Reason::gap});
    told.assembly.take(wire_request(true));
    told.assembly.take(http::Lost{.id = assembled_id, .reason = Reason::answer_not_seen});
    REQUIRE(told.whole.size() == 2);
    CHECK_FALSE(told.whole[0].is_request_whole);
    CHECK(told.whole[0].lost == Reason::gap);
    CHECK(told.whole[0].exchange->request.target == "/b");
    CHECK(told.whole[1].is_request_whole);
    CHECK(told.whole[1].lost == Reason::answer_not_seen);
}

TEST_CASE("an answer to a request that did not become whole is no pair") {
    Assembled told;
    told.assembly.take(post_seen());
    told.assembly.take(wire_answer());
    REQUIRE(told.whole.size() == 1);
    CHECK_FALSE(told.whole.front().is_request_whole);
    CHECK(told.whole.front().lost == Reason::request_incomplete);
}
