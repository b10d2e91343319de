// SPDX-License-Identifier: Apache-2.0
#include "pipeline/recorded/recorded_form.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;

namespace {

http::Response response(const std::string& body, const std::string& cookie = "") {
    http::Response made;
    made.status = 200;
    made.headers = {{"Content-Type", "application/json"},
                    {"Content-Length", std::to_string(body.size())}};
    if (!cookie.empty()) made.headers.push_back({"Set-Cookie", cookie});
    made.body = http::make_body(body);
    return made;
}

http::Exchange pair(http::Response legacy, http::Origin origin, http::Response candidate) {
    http::Exchange exchange;
    http::Answer one;
    one.origin = origin;
    one.outcome = std::move(legacy);
    http::Answer other;
    other.leg = http::Leg::candidate;
    other.origin = http::Origin::sent;
    other.outcome = std::move(candidate);
    exchange.answers = {std::move(one), std::move(other)};
    return exchange;
}

}  // namespace

TEST_CASE("only marks in recorded answers call for the recorded form") {
    const auto marked = response(R"({"token":"redacted:0123456789abcdef"})");
    const auto plain = response(R"({"token":"abc"})");
    CHECK(holds_marks(pair(marked, http::Origin::recorded, plain)));
    CHECK_FALSE(holds_marks(pair(marked, http::Origin::observed, plain)));
    CHECK_FALSE(holds_marks(pair(plain, http::Origin::recorded, marked)));
    CHECK(holds_marks(pair(response("{}", "sid=redacted:0123456789abcdef; Path=/"),
                           http::Origin::recorded, plain)));
}

TEST_CASE("a recorded answer and a live one are equal but for what was redacted") {
    const redact::Redactor redactor;
    const redact::Redactor of_recording;
    const auto live = response(R"({"token":"abc","n":1})", "sid=s3cret-s3cret; Path=/");
    const auto recorded = in_recorded_form(live, of_recording);
    CHECK(recorded == in_recorded_form(live, redactor));
    CHECK(recorded == in_recorded_form(recorded, redactor));
    CHECK(recorded.body.bytes.contains("redacted:0000000000000000"));

    const auto other = response(R"({"token":"abc","n":2})", "sid=s3cret-s3cret; Path=/admin");
    const auto both = in_recorded_form(pair(live, http::Origin::recorded, other), redactor);
    CHECK(both.answers[0].response()->body != both.answers[1].response()->body);
    CHECK(both.answers[0].response()->headers != both.answers[1].response()->headers);
}
