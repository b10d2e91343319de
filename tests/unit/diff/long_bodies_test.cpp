// SPDX-License-Identifier: Apache-2.0
// Answers of which at least one has a body that is known by length and digest alone.
#include "diff/compare.hpp"
#include "normalise/normalise.hpp"
#include "tests/unit/content/compressed.hpp"
#include "tests/unit/diff/shown.hpp"

#include <string>
#include <vector>

using namespace shadowdiff;
using diff::Basis;
using test::Lines;
using test::lines;

namespace {

const std::string long_text(100, 'a');
const std::string other_long_text = std::string(99, 'a') + "b";

http::Response whole(std::string body, const char* coding = nullptr) {
    http::Response response;
    response.status = 200;
    response.headers = {{"Content-Type", "application/octet-stream"}};
    if (coding) response.headers.push_back({"Content-Encoding", coding});
    response.body = http::make_body(std::move(body));
    return response;
}

/// Of which little was kept; `decoded`: what its coding was found to stand for.
http::Response cut(std::string body, const char* coding = nullptr, const char* decoded = nullptr) {
    auto response = whole(std::move(body), coding);
    response.body.bytes.resize(10);
    if (decoded) {
        const ByteView stands_for{decoded};
        response.body.decoded = http::DecodedBody{stands_for.size(), hash128(stands_for)};
    }
    return response;
}

http::Response with_status(http::Response response, std::uint16_t status) {
    response.status = status;
    return response;
}

http::Response with_type(http::Response response, const char* type) {
    response.headers.set_value(response.headers[0], type);
    return response;
}

struct LongRow {
    const char* name;
    http::Response legacy;
    http::Response candidate;
    Lines expected;
    Basis basis = Basis::values;  // of the difference at the body
};

std::string coded() { return test::gzip(long_text); }
std::string coded_otherwise() { return test::compressed(long_text, test::zlib_wrapper); }

const Lines other_coding{"headers.content-encoding representation none"};
const Lines other_body{"body changed high"};
const Lines both{"headers.content-encoding representation none", "body changed high"};

std::vector<LongRow> long_rows() {
    return {
        {"equal bytes", cut(long_text), cut(long_text), {}},
        {"other bytes of one length", cut(long_text), cut(other_long_text), other_body,
         Basis::digests},
        {"another length", cut(long_text), cut(long_text + "a"), other_body, Basis::digests},
        {"one was kept whole, and is equal", cut(long_text), whole(long_text), {}},
        {"one was kept whole, and is another", cut(long_text), whole(other_long_text), other_body,
         Basis::digests},
        {"one is short", cut(long_text), whole("a"), other_body, Basis::digests},
        {"one is JSON", cut(long_text), whole("{}"), other_body, Basis::digests},
        {"one has none", cut(long_text), whole(""), {"body missing high"}},
        {"neither was kept whole, text",
         with_type(cut(long_text), "text/csv"),
         with_type(cut(other_long_text), "text/csv"),
         {"body changed medium"},
         Basis::digests},
        {"another coding of equal content", cut(coded(), "gzip", long_text.c_str()),
         cut(coded_otherwise(), "deflate", long_text.c_str()), other_coding},
        {"coded and plain of equal content", cut(coded(), "gzip", long_text.c_str()),
         cut(long_text), other_coding},
        {"a short coded body of equal content", whole(coded(), "gzip"), cut(long_text),
         other_coding},
        {"one coding, other bytes, equal content",
         cut(coded(), "gzip", long_text.c_str()),
         cut(coded() + "x", "gzip", long_text.c_str()),
         {}},
        {"one coding, other content", cut(coded(), "gzip", long_text.c_str()),
         cut(coded() + "x", "gzip", other_long_text.c_str()), other_body, Basis::digests},
        {"plain bytes that are the other's coded ones", cut(coded(), "gzip", long_text.c_str()),
         cut(coded()), both, Basis::digests},
        {"equal bytes in a coding that nobody undid",
         cut(long_text, "br"),
         cut(long_text, "br"),
         {}},
        {"other bytes in a coding that nobody undid", cut(long_text, "br"),
         cut(other_long_text, "br"), other_body, Basis::undecided},
        {"only one was decoded", cut(coded(), "gzip", long_text.c_str()),
         cut(other_long_text, "gzip"), other_body, Basis::undecided},
        {"status and fields are compared as ever",
         cut(long_text),
         with_status(cut(long_text), 500),
         {"status changed high"}},
    };
}

diff::Differences compared(const http::Response& legacy, const http::Response& candidate) {
    return diff::diff(normalise::to_document(legacy), normalise::to_document(candidate));
}

}  // namespace

TEST_CASE("long bodies are compared by what they stand for, as far as that is known") {
    for (const auto& row : long_rows()) {
        CAPTURE(row.name);
        const auto found = compared(row.legacy, row.candidate);
        CHECK(lines(found) == row.expected);
        if (!found.list.empty()) CHECK(found.list.back().basis == row.basis);
        const auto turned = compared(row.candidate, row.legacy);
        CHECK(turned.list.size() == found.list.size());
        CHECK(compared(row.legacy, row.legacy).list.empty());
        CHECK(compared(row.candidate, row.candidate).list.empty());
    }
}

TEST_CASE("the values of long bodies tell their lengths, and no digest") {
    const auto found = compared(cut(coded(), "gzip", long_text.c_str()), cut(other_long_text));
    REQUIRE(found.list.size() == 2);
    CHECK(found.list[1].legacy == "100 bytes, compared by digest");
    CHECK(found.list[1].candidate == "100 bytes, compared by digest");
    const auto undecided = compared(cut(long_text, "br"), cut(other_long_text, "br"));
    REQUIRE(undecided.list.size() == 1);
    CHECK(undecided.list[0].legacy == "100 bytes as sent, not decoded");
}

TEST_CASE("long answers of an exchange are compared, not set aside") {
    http::Exchange exchange;
    for (const auto leg : {http::Leg::legacy, http::Leg::candidate, http::Leg::secondary}) {
        http::Answer answer;
        answer.leg = leg;
        answer.outcome = cut(leg == http::Leg::candidate ? other_long_text : long_text);
        exchange.answers.push_back(std::move(answer));
    }
    const auto comparison = diff::compare(exchange);
    CHECK_FALSE(comparison.legacy_uncomparable);
    REQUIRE(comparison.answers.size() == 2);
    CHECK(lines(comparison.answers[0].differences) == other_body);
    CHECK(comparison.answers[1].differences.list.empty());
}
