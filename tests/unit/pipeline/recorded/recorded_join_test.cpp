// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_join.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

RecordedExchange recorded(const std::string& target, const std::string& id = "",
                          std::uint16_t status = 200, const std::string& body = "") {
    RecordedExchange one{.exchange = std::make_unique<http::Exchange>()};
    one.exchange->request.method = "GET";
    one.exchange->request.target = target;
    one.exchange->request.body = http::make_body(body);
    if (!id.empty()) one.exchange->request.headers.push_back({"x-request-id", id});
    http::Response response;
    response.status = status;
    http::Answer answer;
    answer.outcome = response;
    one.exchange->answers.push_back(std::move(answer));
    return one;
}

// What has left: "/a 200 404" is a pair, "/a 200 -" is without a candidate, "/a dropped reason".
std::vector<std::string> left(RecordedJoin& join) {
    std::vector<std::string> lines;
    while (const auto one = join.next()) {
        auto line = one->exchange->request.target;
        if (!one->is_request_whole) {
            line += " dropped " + std::string{name(one->lost)};
        } else {
            for (const auto leg : {http::Leg::legacy, http::Leg::candidate}) {
                const auto* answer = http::find_answer(*one->exchange, leg);
                line += answer ? " " + std::to_string(answer->response()->status) : " -";
            }
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

using LeftLines = std::vector<std::string>;

}  // namespace

TEST_CASE("requests of one X-Request-Id, method and target are a pair, in whatever order") {
    RecordedJoin join{http::Leg::candidate};
    join.add_request(recorded("/a", "1"));
    join.add_request(recorded("/b", "2"));
    CHECK(left(join).empty());
    join.add_answer(answer_of(recorded("/b", "2", 404)));
    join.add_answer(answer_of(recorded("/c", "3", 201)));
    join.add_answer(answer_of(recorded("/a", "1", 500)));
    join.add_request(recorded("/c", "3"));
    CHECK(left(join) == LeftLines{"/b 200 404", "/a 200 500", "/c 200 201"});
    CHECK(join.counts().by_request_id == 3);
    CHECK(join.counts().by_content == 0);
}

TEST_CASE("one id on its way through several services is no pair of different requests") {
    RecordedJoin join{http::Leg::candidate};
    join.add_request(recorded("/a", "1"));
    join.add_answer(answer_of(recorded("/b", "1", 404)));
    CHECK(left(join).empty());
    join.end_answers();
    join.end_requests();
    CHECK(left(join) == LeftLines{"/a dropped answer_not_seen"});
    CHECK(join.counts().unclaimed == 1);
}

TEST_CASE("without an id equal requests are paired in their order, and bodies count") {
    RecordedJoin join{http::Leg::candidate};
    join.add_answer(answer_of(recorded("/a", "", 201)));
    join.add_answer(answer_of(recorded("/a", "", 202)));
    join.add_answer(answer_of(recorded("/a", "", 203, "x")));
    join.add_request(recorded("/a"));
    join.add_request(recorded("/a", "", 200, "x"));
    join.add_request(recorded("/a"));
    CHECK(left(join) == LeftLines{"/a 200 201", "/a 200 203", "/a 200 202"});
    CHECK(join.counts().by_content == 3);
}

TEST_CASE("what both recordings have at one place is a pair, and what they have not waits") {
    RecordedJoin join{http::Leg::candidate};
    join.add(recorded("/a", "1"), answer_of(recorded("/a", "1", 404)));
    CHECK(left(join) == LeftLines{"/a 200 404"});
    join.add(recorded("/b", "2"), answer_of(recorded("/c", "3", 201)));
    CHECK(left(join).empty());
    join.add(recorded("/c", "3"), answer_of(recorded("/b", "2", 500)));
    CHECK(left(join) == LeftLines{"/b 200 500", "/c 200 201"});
    CHECK(join.counts().by_request_id == 3);
}

TEST_CASE("of equal requests the one that waits comes before the one that has just come") {
    RecordedJoin join{http::Leg::candidate};
    join.add_answer(answer_of(recorded("/a", "", 201)));
    join.add(recorded("/a"), answer_of(recorded("/a", "", 202)));
    join.add_request(recorded("/a"));
    CHECK(left(join) == LeftLines{"/a 200 201", "/a 200 202"});
    CHECK(join.counts().by_content == 2);
}

TEST_CASE("marks of redaction under two keys are equal") {
    const std::string one = "/a?token=redacted:0123456789abcdef";
    const std::string other = "/a?token=redacted:fedcba9876543210";
    CHECK(join_key(recorded(one).exchange->request).hash ==
          join_key(recorded(other).exchange->request).hash);
    CHECK(join_key(recorded("/", "", 200, one).exchange->request).hash ==
          join_key(recorded("/", "", 200, other).exchange->request).hash);
}

TEST_CASE("what is further apart than the window has no pair, and is counted") {
    const RecordedJoinLimits narrow{.waiting_max = 2};
    RecordedJoin join{http::Leg::candidate, narrow};
    for (const auto* target : {"/a", "/b", "/c"}) join.add_request(recorded(target));
    CHECK(left(join) == LeftLines{"/a dropped answer_not_seen"});
    for (const auto* target : {"/x", "/y", "/z", "/b"})
        join.add_answer(answer_of(recorded(target)));
    CHECK(left(join) == LeftLines{"/b 200 200"});
    CHECK(join.counts().unclaimed == 1);
    join.end_answers();
    CHECK(left(join) == LeftLines{"/c dropped answer_not_seen"});
    join.add_request(recorded("/d"));
    join.add_request(recorded("/y"));
    CHECK(left(join) == LeftLines{"/d dropped answer_not_seen", "/y 200 200"});
    join.end_requests();
    CHECK(join.counts().unclaimed == 2);
}

TEST_CASE("bytes bound the window, too") {
    RecordedJoin join{http::Leg::candidate, {.waiting_bytes_max = 100'000}};
    join.add_request(recorded("/a", "", 200, std::string(60'000, 'a')));
    join.add_request(recorded("/b", "", 200, std::string(60'000, 'b')));
    CHECK(left(join) == LeftLines{"/a dropped answer_not_seen"});
}

TEST_CASE("an answer that cannot be trusted makes no pair") {
    struct Row {
        Reason lost;
        http::Pairing pairing;
        const char* expected;
    };
    for (const auto& row :
         {Row{Reason::gap, http::Pairing::exact, "/a dropped gap"},
          Row{Reason::none, http::Pairing::uncertain, "/a dropped uncertain_pairing"},
          Row{Reason::none, http::Pairing::resynchronised, "/a dropped resynchronised_pairing"}}) {
        CAPTURE(row.expected);
        RecordedJoin join{http::Leg::candidate};
        auto answered = recorded("/a");
        answered.lost = row.lost;
        answered.exchange->pairing = row.pairing;
        join.add_request(recorded("/a"));
        join.add_answer(answer_of(std::move(answered)));
        CHECK(left(join) == LeftLines{row.expected});
    }
}

TEST_CASE("a secondary's answer may be missing, and what was lost before keeps its reason") {
    RecordedJoin secondary{http::Leg::secondary};
    secondary.end_answers();
    secondary.add_request(recorded("/a"));
    CHECK(left(secondary) == LeftLines{"/a 200 -"});

    RecordedJoin candidate{http::Leg::candidate};
    candidate.end_answers();
    auto lost = recorded("/a");
    lost.lost = Reason::gap;
    lost.is_request_whole = false;
    candidate.add_request(std::move(lost));
    CHECK(left(candidate) == LeftLines{"/a dropped gap"});
}

TEST_CASE("an answer of a capture is parsed where it is not legacy's, octet for octet") {
    const auto on_wire = [](const std::string& fields, const std::string& body) {
        http::WireAnswer wire;
        wire.head = "HTTP/1.1 200 OK\r\n" + fields + "\r\n";
        wire.body = http::make_body(body);
        return wire;
    };
    struct Row {
        const char* fields;
        const char* body;
        bool is_shared;
    };
    for (const auto& row : {Row{"A: b\r\n", "x", true}, Row{"A: b\r\n", "y", false},
                            Row{"A:b\r\n", "x", false}, Row{"A: c\r\n", "x", false}}) {
        CAPTURE(row.fields);
        CAPTURE(row.body);
        auto request = recorded("/a");
        request.answer_head = on_wire("A: b\r\n", "x").head;
        request.exchange->answers = {http::parsed(on_wire("A: b\r\n", "x")).answer};
        auto answered = answer_of(recorded("/a"));
        answered.answer = on_wire(row.fields, row.body);
        RecordedJoin join{http::Leg::candidate};
        join.add_answer(std::move(answered));
        join.add_request(std::move(request));
        const auto pair = join.next();
        REQUIRE(pair);
        const auto* legacy = http::find_answer(*pair->exchange, http::Leg::legacy)->response();
        const auto* candidate =
            http::find_answer(*pair->exchange, http::Leg::candidate)->response();
        CHECK((candidate == legacy) == row.is_shared);
        CHECK(*candidate == *http::parsed(on_wire(row.fields, row.body)).answer.response());
        CHECK(footprint(*pair) == footprint(*pair->exchange));
    }
}
