// SPDX-License-Identifier: Apache-2.0
#include "pipeline/kept_run/normalisers.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace shadowdiff;
using pipeline::normalisers_of;

namespace {

store::AnswerRow kept_answer(std::string leg, const http::Fields& headers, std::string_view body) {
    const redact::Redactor redactor;
    store::AnswerRow row;
    row.leg = std::move(leg);
    row.origin = "sent";
    row.status = std::uint16_t{200};
    row.headers = redactor.fields(headers);
    row.body = redactor.text(body);
    row.body_kept = true;
    row.body_length = body.size();
    return row;
}

store::ExchangeRow kept_exchange(store::AnswerRow legacy, store::AnswerRow candidate) {
    store::ExchangeRow row;
    row.is_whole = true;
    row.method = "GET";
    row.answers = {std::move(legacy), std::move(candidate)};
    return row;
}

using Sentences = std::vector<std::string>;

}  // namespace

TEST_CASE("it is told how each body was read, and which fields were not compared by value") {
    const auto row = kept_exchange(
        kept_answer("legacy",
                    {{"Content-Type", "application/json"},
                     {"Date", "Tue, 01 Dec 2026 00:00:00 GMT"},
                     {"Server", "nginx"}},
                    R"({"a": 1})"),
        kept_answer("candidate", {{"Content-Type", "application/json"}, {"X-Request-Id", "7"}},
                    R"({"a": )"));
    const auto notes = normalisers_of(row);
    REQUIRE(notes.size() == 3);
    CHECK(notes[0].starts_with("The bodies were read: legacy JSON; candidate by bytes: "));
    CHECK(notes[1] ==
          "New in every message, so compared by presence and shape: date, x-request-id.");
    CHECK(notes[2] == "Names of the software, which count where a version comes to light: server.");
}

TEST_CASE("other forms are named, too") {
    struct Row {
        const char* content_type;
        std::string_view body;
        const char* form;
    };
    for (const Row& row :
         {Row{"text/html", "<p>tea</p>", "HTML"}, Row{"text/csv", "a,b\n", "CSV"},
          Row{"text/plain", "tea", "by bytes or lines"}, Row{"text/plain", "", "none"}}) {
        CAPTURE(row.content_type);
        const http::Fields fields{{"Content-Type", row.content_type}};
        const auto notes = normalisers_of(kept_exchange(
            kept_answer("legacy", fields, row.body), kept_answer("candidate", fields, row.body)));
        REQUIRE(notes.size() == 1);
        CHECK(notes[0] ==
              fmt::format("The bodies were read: legacy {0}; candidate {0}.", row.form));
    }
}

TEST_CASE("what was not kept cannot be told") {
    auto row = kept_exchange({}, {});
    row.is_whole = false;
    CHECK(normalisers_of(row) ==
          Sentences{"How the answers were read cannot be told: kept without its answers."});
}
