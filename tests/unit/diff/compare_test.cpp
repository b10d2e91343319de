// SPDX-License-Identifier: Apache-2.0
#include "diff/compare.hpp"

#include "tests/unit/diff/shown.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

using namespace shadowdiff;
using http::Answer;
using http::FailureClass;
using http::Leg;
using http::Origin;
using test::Lines;
using test::lines;

namespace {

Answer answer(Leg leg, const std::string& body, std::uint32_t attempt = 0) {
    http::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/json"}};
    response.body = http::make_body(body);
    Answer result;
    result.leg = leg;
    result.attempt = attempt;
    result.outcome = std::move(response);
    return result;
}

Answer failed(Leg leg, FailureClass failure_class, Origin origin = Origin::sent) {
    Answer result;
    result.leg = leg;
    result.origin = origin;
    result.outcome = http::Failure{failure_class, "detail", 0};
    return result;
}

diff::Comparison compare_answers(std::vector<Answer> answers,
                                 const diff::CompareLimits& limits = {}) {
    http::Exchange exchange;
    exchange.answers = std::move(answers);
    return diff::compare(exchange, limits);
}

}  // namespace

TEST_CASE("every answer is compared with legacy's first, in the exchange's order") {
    const auto comparison =
        compare_answers({answer(Leg::candidate, R"({"a":2})"), answer(Leg::legacy, R"({"a":1})"),
                         answer(Leg::secondary, R"({"a":1})"), answer(Leg::legacy, R"({"a":2})", 1),
                         answer(Leg::candidate, R"({"b":2})", 1)});
    CHECK_FALSE(comparison.legacy_failure);
    CHECK_FALSE(comparison.legacy_uncomparable);
    REQUIRE(comparison.answers.size() == 4);
    CHECK(comparison.answers[0].leg == Leg::candidate);
    CHECK(comparison.answers[0].attempt == 0);
    CHECK(lines(comparison.answers[0].differences) == Lines{"$.a changed medium"});
    CHECK(comparison.answers[0].differences.list[0].legacy == "1");
    CHECK(comparison.answers[1].leg == Leg::secondary);
    CHECK(lines(comparison.answers[1].differences).empty());
    CHECK(comparison.answers[2].leg == Leg::legacy);
    CHECK(comparison.answers[2].attempt == 1);
    CHECK(lines(comparison.answers[2].differences) == Lines{"$.a changed medium"});
    CHECK(lines(comparison.answers[3].differences) == Lines{"$.a missing high", "$.b added low"});
}

TEST_CASE("a failure is kept, and hides no other answer") {
    const auto comparison =
        compare_answers({answer(Leg::legacy, "1"), failed(Leg::candidate, FailureClass::refused),
                         answer(Leg::secondary, "2")});
    REQUIRE(comparison.answers.size() == 2);
    REQUIRE(comparison.answers[0].failure);
    CHECK(comparison.answers[0].failure->failure_class == FailureClass::refused);
    CHECK(comparison.answers[0].failure->detail == "detail");
    CHECK(comparison.answers[0].differences.list.empty());
    CHECK(lines(comparison.answers[1].differences) == Lines{"$ changed medium"});
}

TEST_CASE("legacy's failure is told beside what the others did") {
    const auto comparison = compare_answers({failed(Leg::legacy, FailureClass::first_byte_timeout),
                                             failed(Leg::candidate, FailureClass::refused),
                                             answer(Leg::secondary, "1")});
    REQUIRE(comparison.legacy_failure);
    CHECK(comparison.legacy_failure->failure_class == FailureClass::first_byte_timeout);
    CHECK_FALSE(comparison.legacy_uncomparable);
    REQUIRE(comparison.answers.size() == 2);
    CHECK(comparison.answers[0].failure);
    CHECK_FALSE(comparison.answers[1].failure);
    CHECK(comparison.answers[1].differences.list.empty());
}

TEST_CASE("an observed answer that broke its framing cannot be compared, a sent one is a failure") {
    const auto observed =
        compare_answers({failed(Leg::legacy, FailureClass::malformed_answer, Origin::observed),
                         answer(Leg::candidate, "1")});
    CHECK(observed.legacy_uncomparable == Reason::malformed_observed);
    CHECK_FALSE(observed.legacy_failure);
    const auto sent =
        compare_answers({failed(Leg::legacy, FailureClass::malformed_answer, Origin::sent),
                         answer(Leg::candidate, "1")});
    CHECK_FALSE(sent.legacy_uncomparable);
    CHECK(sent.legacy_failure);
}

TEST_CASE("without legacy's first answer there is nothing to compare with") {
    const auto comparison =
        compare_answers({answer(Leg::legacy, "1", 1), answer(Leg::candidate, "2")});
    CHECK(comparison.legacy_uncomparable == Reason::answer_not_seen);
    REQUIRE(comparison.answers.size() == 2);
    CHECK(comparison.answers[1].differences.list.empty());
}

TEST_CASE("the limits given are those that hold") {
    const auto comparison = compare_answers(
        {answer(Leg::legacy, R"({"a":1,"b":1})"), answer(Leg::candidate, R"({"a":2,"b":2})")},
        {.content = {}, .diff = {.differences_max = 1}});
    REQUIRE(comparison.answers.size() == 1);
    CHECK(comparison.answers[0].differences.list.size() == 1);
    CHECK(comparison.answers[0].differences.unlisted == 1);
}

TEST_CASE("a body that legacy's answer has is equal unread, one that is alike is read in full") {
    struct Row {
        const char* name;
        std::string legacy;
        std::string candidate;
        Lines differences;
    };
    const std::vector<Row> rows{
        {"the same", R"({"a":1})", R"({"a":1})", {}},
        {"the same, and no JSON", R"({"a":)", R"({"a":)", {}},
        {"another value", R"({"a":1,"b":[1]})", R"({"a":23,"b":[1]})", {"$.a changed medium"}},
        {"another value behind a guard",
         ")]}',\n{\"a\":1}",
         ")]}',\n{\"a\":2}",
         {"$.a changed medium"}},
        {"a guard lost", ")]}',\n{\"a\":1}", R"({"a":1})", {"body.guard missing high"}},
        {"no JSON any more", R"({"a":1})", R"({"a":1x})", {"body retyped high"}},
        {"JSON only here", R"({"a":1x})", R"({"a":1})", {"body retyped high"}},
        {"an octet that is no UTF-8", R"({"a":"1"})", "{\"a\":\"\xff\"}", {"body retyped high"}},
    };
    for (const auto& row : rows) {
        CAPTURE(row.name);
        const auto comparison = compare_answers(
            {answer(Leg::legacy, row.legacy), answer(Leg::candidate, row.candidate)});
        REQUIRE(comparison.answers.size() == 1);
        CHECK(lines(comparison.answers[0].differences) == row.differences);
    }
}

TEST_CASE("equal bodies under another media type or coding are read") {
    auto other = answer(Leg::candidate, R"({"a":1})");
    auto response = *other.response();
    response.headers = {{"Content-Type", "application/json"}, {"Content-Encoding", "gzip"}};
    other.outcome = std::move(response);
    const auto comparison = compare_answers({answer(Leg::legacy, R"({"a":1})"), other});
    CHECK(lines(comparison.answers[0].differences) ==
          Lines{"headers.content-encoding representation none", "body retyped high"});
}

TEST_CASE("the length in answer to HEAD may count an echo of our own mark, where only we sent it") {
    const auto found = [](Origin legacy, std::string_view method, int more) {
        http::Exchange exchange;
        exchange.request.method = method;
        for (const auto leg : {Leg::legacy, Leg::candidate}) {
            auto made = answer(leg, "");
            made.origin = leg == Leg::legacy ? legacy : Origin::sent;
            auto response = *made.response();
            response.headers.push_back(
                {"Content-Length", std::to_string(leg == Leg::legacy ? 128 : 128 + more)});
            made.outcome = std::move(response);
            exchange.answers.push_back(std::move(made));
        }
        return lines(diff::compare(exchange).answers[0].differences);
    };
    const Lines changed{"headers.content-length changed medium"};
    CHECK(found(Origin::observed, "HEAD", 36) ==
          Lines{"headers.content-length representation none"});
    CHECK(found(Origin::recorded, "HEAD", 33) ==
          Lines{"headers.content-length representation none"});
    CHECK(found(Origin::sent, "HEAD", 36) == changed);
    CHECK(found(Origin::observed, "HEAD", 31) == changed);
    CHECK(found(Origin::observed, "HEAD", 65) == changed);
    CHECK(found(Origin::observed, "HEAD", -36) == changed);
    CHECK(found(Origin::observed, "GET", 36).empty());
}

TEST_CASE("fields that both answers have alike change nothing of what is told of the others") {
    const http::Fields legacy{{"Content-Type", "text/plain"},
                              {"Date", "Mon, 30 Nov 2026 10:00:00 GMT"},
                              {"Expires", "Mon, 30 Nov 2026 11:00:00 GMT"},
                              {"X-A", "1"},
                              {"Connection", "x-b"},
                              {"X-B", "2"},
                              {"x-a", "3"},
                              {"Set-Cookie", "a=1; Max-Age=1"},
                              {"Set-Cookie", "b=1"}};
    const auto told_of = [&](const http::Fields& candidate, bool with_a_third) {
        http::Exchange exchange;
        exchange.request.method = "GET";
        for (const auto& [leg, fields] :
             {std::pair{Leg::legacy, legacy}, std::pair{Leg::candidate, candidate}}) {
            http::Response response;
            response.status = 200;
            response.headers = fields;
            Answer one;
            one.leg = leg;
            one.outcome = std::move(response);
            exchange.answers.push_back(std::move(one));
        }
        // Beside it no field is left out.
        if (with_a_third)
            exchange.answers.push_back(failed(Leg::secondary, FailureClass::total_timeout));
        return lines(diff::compare(exchange).answers.front().differences);
    };
    std::size_t told = 0;
    for (std::size_t changed = 0; changed < legacy.size(); ++changed) {
        for (const auto* value : {"Mon, 30 Nov 2026 09:00:00 GMT", "a=2", "x-a", "4"}) {
            auto candidate = legacy;
            candidate.set_value(candidate[changed], value);
            CHECK(told_of(candidate, false) == told_of(candidate, true));
            told += told_of(candidate, false).size();
        }
        auto candidate = legacy;
        candidate.erase(changed);
        CHECK(told_of(candidate, false) == told_of(candidate, true));
    }
    CHECK(told > legacy.size());
}
