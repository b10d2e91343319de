// SPDX-License-Identifier: Apache-2.0
#include "reports/exchange_view.hpp"

#include "tests/unit/reports/demo_run.hpp"
#include "tests/unit/reports/redacted_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

// The header lines that are marked.
std::vector<std::string> marked(const std::vector<TextLine>& lines) {
    std::vector<std::string> texts;
    for (const TextLine& line : lines) {
        if (line.mark == TextLine::Mark::changed) texts.push_back(line.text);
    }
    return texts;
}

ExchangeView with(std::string path, std::string headers) {
    store::ExchangeRow row = demo_run().examples.front();
    row.differences.resize(1);
    row.differences[0].path = row.differences[0].pattern = std::move(path);
    row.answers[0].headers = redacted(std::move(headers));
    return make_view(row);
}

}  // namespace

TEST_CASE("a header line is marked when a difference names its field, in any case") {
    CHECK(marked(with("headers.cache-control", "Cache-Control: no-store\r\nAge: 1\r\n")
                     .legacy.headers) == std::vector<std::string>{"Cache-Control: no-store"});
    CHECK(marked(with("headers.age", "Cache-Control: no-store\r\nX-Age: 1\r\n").legacy.headers)
              .empty());
}

TEST_CASE("a cookie's line is marked for the cookie and its attributes, and no other cookie's") {
    const std::string headers =
        "Set-Cookie: a=1; Secure\r\nSet-Cookie: ab=2\r\nset-cookie: a.b=3\r\n";
    CHECK(marked(with("cookies.a.secure", headers).legacy.headers) ==
          std::vector<std::string>{"Set-Cookie: a=1; Secure"});
    CHECK(marked(with("cookies.ab", headers).legacy.headers) ==
          std::vector<std::string>{"Set-Cookie: ab=2"});
}

TEST_CASE("the outcome is marked when the status differs or an answer failed") {
    CHECK(with("status", "").legacy.is_changed);
    CHECK_FALSE(with("headers.age", "").legacy.is_changed);
    const ExchangeView failed = make_view(demo_run().examples[3]);
    CHECK(failed.candidate.is_changed);
    CHECK(failed.candidate.outcome ==
          "reset before answer: 10.0.0.2:8081: connection reset by peer");
}

TEST_CASE("the first attempt of each leg is laid side by side, whatever the order of rows") {
    store::ExchangeRow row = demo_run().examples.front();
    store::AnswerRow again = row.answers[0];
    again.attempt = 2;
    again.status = 503;
    row.answers.insert(row.answers.begin(), again);
    std::ranges::reverse(row.answers);
    const ExchangeView view = make_view(row);
    CHECK(view.legacy.outcome == "200");
    CHECK(view.legacy.leg == "legacy");
    CHECK(view.candidate.leg == "candidate");
    REQUIRE(view.further.size() == 2);
    CHECK(view.further[1].starts_with("legacy · 503 · observed · asked again 2"));
}

TEST_CASE("why there is no body to show is said") {
    store::ExchangeRow row = demo_run().examples.front();
    row.answers[0].body = {};
    CHECK(make_view(row).legacy.body_note == "no body");
    row.answers[0].body_kept = false;
    const auto note = [&](const char* headers, std::uint64_t length, const char* bodies = "") {
        store::RunRow run;
        if (*bodies != '\0') run.facts["bodies"] = bodies;
        row.answers[0].headers = redacted(headers);
        row.answers[0].body_length = length;
        return make_view(row, run).legacy.body_note;
    };
    CHECK(note("", 12, "none") == "the body was not kept: --no-bodies");
    CHECK(note("", 9 << 20) == "the body was not kept: it is longer than 8,388,608 bytes");
    CHECK(note("Content-Encoding: gzip\r\ncontent-encoding: x\x1b\r\n", 12) ==
          "the body was not kept: its coding (gzip, x\\x1b) could not be undone, so nobody could "
          "look for secrets in it");
    CHECK(note("Content-Encoding: identity\r\n", 12) ==
          "the body was not kept: not all of it came, or it could not be looked through for "
          "secrets");
    row.answers[0].body_length = 0;
    CHECK(make_view(row).legacy.body_note.empty());
}

TEST_CASE("an answer cut after its head shows both, status and failure") {
    store::ExchangeRow row = demo_run().examples.front();
    row.answers[1].failure = "reset_inside_answer";
    CHECK(make_view(row).candidate.outcome == "200, then reset inside answer");
}
