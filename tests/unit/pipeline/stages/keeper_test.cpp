// SPDX-License-Identifier: Apache-2.0
#include "pipeline/stages/keeper.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace shadowdiff;
using namespace shadowdiff::pipeline;
using namespace std::chrono_literals;

namespace {

http::Answer json_answer(http::Leg leg, std::uint16_t status, std::string body) {
    http::Response response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json"}, {"X-Leg", "yes"}};
    response.body.length = body.size();
    response.body.bytes = std::move(body);
    return {leg, http::Origin::sent, 0, response, {Timestamp{}, 1ms, 2ms}};
}

http::Exchange kept_exchange(std::uint64_t number, std::string target = "/a?token=hunter2") {
    http::Exchange made;
    made.id = {0, number};
    made.seen_at = Timestamp{1s};
    made.request.method = "GET";
    made.request.target = std::move(target);
    made.request.headers = {{"Host", "shop"}, {"Authorization", "Bearer hunter2"}};
    made.answers = {json_answer(http::Leg::legacy, 200, R"({"a":1,"b":[1,2]})"),
                    json_answer(http::Leg::candidate, 200, R"({"a":2,"b":[3,4]})")};
    return made;
}

judge::JudgedDifference differs(std::string path, std::string pattern,
                                judge::Standing standing = judge::Standing::finding,
                                diff::Severity severity = diff::Severity::high) {
    return {{std::move(path), std::move(pattern), diff::Kind::changed, severity, "1", "2"},
            standing};
}

judge::Judgement mismatch() {
    judge::Judgement judgement{.verdict = judge::Verdict::mismatch,
                               .severity = diff::Severity::high};
    judgement.differences = {
        differs("$.b[0]", "$.b[*]", judge::Standing::finding, diff::Severity::low),
        differs("$.b[1]", "$.b[*]"), differs("$.a", "$.a", judge::Standing::noise)};
    return judgement;
}

const judge::Judgement match{.verdict = judge::Verdict::match};

}  // namespace

TEST_CASE("a mismatch has a row that says what it shows, with secrets redacted") {
    const redact::Redactor redactor;
    Keeper keeper{{}};
    const auto row = keeper.keep(kept_exchange(1), "GET /a", mismatch(), redactor);
    REQUIRE(row.has_value());
    CHECK(row->verdict == "mismatch");
    CHECK(row->legacy_status == 200);
    CHECK(row->candidate_us == 2'000);
    REQUIRE(row->shown.size() == 2);
    CHECK(row->shown[0].pattern == "$.a");
    CHECK(row->shown[0].standing == "noise");
    CHECK(row->shown[1].places == 2);
    CHECK(row->shown[1].severity == "high");
    CHECK(row->is_whole);
    CHECK(row->examples.size() == 8);
    CHECK(row->differences.size() == 3);
    CHECK(row->answers[1].body.text() == R"({"a":2,"b":[3,4]})");
    CHECK(row->target.text().find("hunter2") == std::string::npos);
    CHECK(row->request_headers.text().find("hunter2") == std::string::npos);
}

TEST_CASE("a mismatch that is no one's example has a light row only") {
    const redact::Redactor redactor;
    KeepOptions options;
    options.limits.samples_max = 0;
    Keeper keeper{options};
    CHECK(keeper.keep(kept_exchange(1), "GET /a", mismatch(), redactor)->is_whole);
    const auto second = keeper.keep(kept_exchange(2), "GET /a", mismatch(), redactor);
    REQUIRE(second.has_value());
    CHECK_FALSE(second->is_whole);
    CHECK(second->shown.size() == 2);
    CHECK(second->answers.empty());
    CHECK(second->target.text().empty());
}

TEST_CASE("of matches nothing is kept, a sample of each route, or all") {
    const redact::Redactor redactor;
    struct Row {
        Keep keep;
        bool first;
        bool second;
    };
    const Row rows[] = {
        {Keep::mismatches, false, false},
        {Keep::sample, true, false},
        {Keep::all, true, true},
    };
    for (const auto& row : rows) {
        CAPTURE(name(row.keep));
        KeepOptions options;
        options.keep = row.keep;
        options.limits.matches_max = 1;
        Keeper keeper{options};
        const auto first = keeper.keep(kept_exchange(1), "GET /a", match, redactor);
        const auto second = keeper.keep(kept_exchange(2), "GET /a", match, redactor);
        CHECK(first.has_value() == row.first);
        CHECK(second.has_value() == row.second);
        if (second) CHECK(second->is_whole);
    }
}

TEST_CASE("without bodies everything else is kept") {
    const redact::Redactor redactor;
    KeepOptions options;
    options.bodies = false;
    Keeper keeper{options};
    const auto row = keeper.keep(kept_exchange(1), "GET /a", mismatch(), redactor);
    REQUIRE(row.has_value());
    CHECK(row->answers.size() == 2);
    CHECK(row->answers[0].body_length == 17);
    CHECK_FALSE(row->answers[0].headers.text().empty());
    for (const auto& one : row->answers) CHECK_FALSE(one.body_kept);
    CHECK_FALSE(row->request_body_kept);
}

TEST_CASE("without bodies, of values in them only digests are kept") {
    const redact::Redactor redactor;
    KeepOptions options;
    options.bodies = false;
    Keeper keeper{options};
    judge::Judgement judgement{.verdict = judge::Verdict::mismatch};
    judgement.differences = {differs("$.a", "$.a"), differs("body", "body"),
                             differs("headers.x-n", "headers.x-n")};
    judgement.differences[1].difference.legacy.clear();
    const auto row = keeper.keep(kept_exchange(1), "GET /a", judgement, redactor);
    REQUIRE(row.has_value());
    const auto& differences = row->differences;
    CHECK(differences[0].legacy.text() == redactor.withheld("1").text());
    CHECK(differences[0].candidate.text() == redactor.withheld("2").text());
    CHECK(differences[0].legacy.text().starts_with("redacted:"));
    CHECK(differences[1].legacy.text().empty());
    CHECK(differences[2].candidate.text() == "2");
}

TEST_CASE("a secret that is the name of a member is redacted where the member is named") {
    const redact::Redactor redactor;
    const std::string secret = "AKIAIOSFODNN7EXAMPLE";
    Keeper keeper{{}};
    judge::Judgement judgement{.verdict = judge::Verdict::mismatch};
    judgement.differences = {differs("$.keys." + secret, "$.keys." + secret)};
    const auto row = keeper.keep(kept_exchange(1), "GET /a", judgement, redactor);
    REQUIRE(row.has_value());
    for (const auto& text :
         {row->shown[0].pattern, row->differences[0].path, row->differences[0].pattern}) {
        CHECK(text.starts_with("$.keys['redacted:"));
        CHECK(text.find(secret) == std::string::npos);
    }
    CHECK(row->shown[0].fingerprint == row->differences[0].fingerprint);
}

TEST_CASE("findings beyond the bound are counted together") {
    const redact::Redactor redactor;
    KeepOptions options;
    options.limits.findings_max = 1;
    Keeper keeper{options};
    judge::Judgement two{.verdict = judge::Verdict::mismatch};
    two.differences = {differs("$.a", "$.a"), differs("$.b", "$.b")};
    const auto row = keeper.keep(kept_exchange(1), "GET /a", two, redactor);
    REQUIRE(row.has_value());
    CHECK(row->shown[0].pattern == "$.a");
    CHECK(row->shown[1].pattern == "(other)");
    CHECK(row->shown[0].fingerprint != row->shown[1].fingerprint);
    CHECK(row->is_whole);
}

TEST_CASE("of one exchange the findings beyond the bound are one row, which the store takes") {
    const redact::Redactor redactor;
    KeepOptions options;
    options.limits.findings_max = 1;
    Keeper keeper{options};
    judge::Judgement many{.verdict = judge::Verdict::mismatch};
    many.differences = {differs("$.a", "$.a"),
                        differs("$.b", "$.b", judge::Standing::finding, diff::Severity::low),
                        differs("$.c[0]", "$.c[*]"), differs("$.c[1]", "$.c[*]"),
                        differs("$.d", "$.d", judge::Standing::noise)};
    const auto row = keeper.keep(kept_exchange(1), "GET /a", many, redactor);
    REQUIRE(row.has_value());
    REQUIRE(row->shown.size() == 3);
    CHECK(row->shown[1].pattern == "(other)");
    CHECK(row->shown[1].places == 3);
    CHECK(row->shown[1].severity == "high");
    CHECK(row->shown[2].pattern == "(other)");
    CHECK(row->shown[2].standing == "noise");
}
