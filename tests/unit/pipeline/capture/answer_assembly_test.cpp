// SPDX-License-Identifier: Apache-2.0
#include "pipeline/capture/answer_assembly.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

constexpr http::ExchangeId answered_id{3, 3};

http::WireRequest request_with(const std::string& fields) {
    http::WireRequest made;
    made.id = answered_id;
    made.head = "GET /a HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n";
    return made;
}

http::WireAnswer answer_on_wire() {
    http::WireAnswer made;
    made.id = answered_id;
    made.pairing = http::Pairing::resynchronised;
    made.head = "HTTP/1.1 200 OK\r\n\r\n";
    return made;
}

struct Answered {
    std::vector<RecordedAnswer> whole;
    AnswerAssembly assembly{[this](RecordedAnswer&& one) { whole.push_back(std::move(one)); }};
};

}  // namespace

TEST_CASE("a leg's answer comes as it was on the wire, with the key of its request") {
    Answered told;
    auto request = request_with("X-Request-Id: 7\r\n");
    const auto key = join_key(request);
    told.assembly.take(std::move(request));
    CHECK(told.whole.empty());
    told.assembly.take(answer_on_wire());
    told.assembly.take(answer_on_wire());
    REQUIRE(told.whole.size() == 1);
    const auto& one = told.whole.front();
    CHECK(one.key.hash == key.hash);
    CHECK(one.key.has_request_id);
    CHECK(one.is_request_whole);
    CHECK(one.pairing == http::Pairing::resynchronised);
    REQUIRE(std::holds_alternative<http::WireAnswer>(one.answer));
    CHECK(std::get<http::WireAnswer>(one.answer).head == "HTTP/1.1 200 OK\r\n\r\n");
}

TEST_CASE("a leg's answer that is lost, failed or to half a request says so") {
    Answered told;
    told.assembly.take(request_with(""));
    told.assembly.take(http::Lost{.id = answered_id, .reason = Reason::gap});
    http::RequestSeen seen;
    seen.id = answered_id;
    told.assembly.take(std::move(seen));
    http::AnswerSeen failed;
    failed.id = answered_id;
    http::Failure failure;
    failure.failure_class = http::FailureClass::refused;
    failed.answer.outcome = failure;
    told.assembly.take(std::move(failed));
    REQUIRE(told.whole.size() == 2);
    CHECK(told.whole[0].lost == Reason::gap);
    CHECK(told.whole[0].is_request_whole);
    CHECK_FALSE(told.whole[1].is_request_whole);
    CHECK(std::get<http::Answer>(told.whole[1].answer).failure());
}

TEST_CASE("a request's key is that of its parsed head, however that is written") {
    for (const auto* fields :
         {"", "X-Request-Id: 7\r\n", "x-request-id:\t7 \r\n", "X-Request-Id:\r\n",
          "X-Request-Id : 7\r\n", "X-Request-Id: 7\r\n 8\r\n",
          "X-Request-Id: 7\r\nX-Request-Id: 8\r\n", "X-Request-Id\r\n", "X-Request-Ids: 7\r\n",
          "A: b\nX-REQUEST-ID: 7\n", "X-Request-Id:\r\nX-Request-Id: 8\r\n"}) {
        CAPTURE(fields);
        const auto wire = request_with(fields);
        const auto key = join_key(wire);
        const auto parsed = join_key(http::parsed(http::WireRequest{wire}).exchange.request);
        CHECK(key.hash == parsed.hash);
        CHECK(key.has_request_id == parsed.has_request_id);
    }
}
