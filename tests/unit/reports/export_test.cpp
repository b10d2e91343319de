// SPDX-License-Identifier: Apache-2.0
#include "reports/export.hpp"

#include "tests/unit/reports/demo_run.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

using namespace shadowdiff;
using namespace shadowdiff::reports;

namespace {

store::ExchangeRow product() {
    auto row = demo_run().examples.front();
    row.is_whole = true;
    row.legacy_status = 200;
    row.candidate_status = 200;
    row.candidate_us = 4'100;
    row.shown = {{"3f9a41c07be2", "$.price.amount", "changed", "finding", "high", 1, true},
                 {"0123456789ab", "$.now", "changed", "noise", "high", 1, false}};
    return row;
}

nlohmann::json exported(const store::ExchangeRow& row) {
    const auto line = export_json(row);
    CHECK(std::ranges::count(line, '\n') == 1);
    return nlohmann::json::parse(line);
}

}  // namespace

TEST_CASE("an exchange kept whole is one JSON object with both sides of each difference") {
    const auto json = exported(product());
    CHECK(json["route"] == "GET /products/{id}");
    CHECK(json["legacy_us"].is_null());
    CHECK(json["candidate_us"] == 4'100);
    CHECK(json["findings"][0]["reproduced"] == true);
    CHECK(json["request"]["target"] == "/products/4711?currency=EUR");
    CHECK(json["request"]["headers"].is_array());
    CHECK(json["answers"][0]["leg"] == "legacy");
    CHECK(json["answers"][0]["headers"][0][0] == "Content-Type");
    CHECK(json["differences"][0]["pointer"].is_null());
    CHECK(json["differences"][0]["path"] == "headers.cache-control");
    CHECK(json["differences"][1]["pointer"] == "/price/amount");
    CHECK(json["differences"][1]["legacy"] == "19.90");
    CHECK(json["differences"][1]["candidate"] == "19.89");
}

TEST_CASE("a light row has what it shows and no details") {
    auto row = product();
    row.is_whole = false;
    const auto json = exported(row);
    CHECK(json["is_whole"] == false);
    CHECK(json["findings"].size() == 2);
    CHECK_FALSE(json.contains("request"));
    CHECK_FALSE(json.contains("answers"));
}

TEST_CASE("hostile bytes are inert in every line and cell") {
    for (const std::string_view text :
         {"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\x1b]0;owned\x07", "\xff\xfe", "a,b",
          "line\r\nbreak", "quote\"quote", "\xe2\x80\xaegnp", "<script>"}) {
        CAPTURE(text);
        const auto rows = run_full_of(text);
        auto row = rows.examples.front();
        row.is_whole = true;
        const auto line = export_json(row);
        CHECK(nlohmann::json::accept(line));
        CHECK(
            std::ranges::all_of(line, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
        const auto cells = export_csv(row);
        CHECK(std::ranges::count(cells, '\n') == 1);
        CHECK(cells.find('\x1b') == std::string::npos);
    }
}

TEST_CASE("a cell is quoted where it must be and never a formula") {
    struct Row {
        const char* text;
        const char* cell;
    };
    const Row rows[] = {
        {"", ""},
        {"plain text", "plain text"},
        {"a,b", "\"a,b\""},
        {"say \"x\"", "\"say \"\"x\"\"\""},
        {"=1+1", "\"'=1+1\""},
        {"-5", "\"'-5\""},
        {"a=b", "a=b"},
        {"two\nlines", "two\\x0alines"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.text);
        CHECK(csv_cell(row.text) == row.cell);
    }
}

TEST_CASE("the summary says how many of those counted are listed") {
    const auto rows = demo_run();
    CHECK(export_summary(rows, {}, 430) ==
          "430 of 6,000 exchanges listed: the others are counted and not kept");
    CHECK(export_summary(rows, {.verdict = "excluded"}, 0) ==
          "0 of 350 exchanges listed: the others are counted and not kept");
    CHECK(export_summary(rows, {.verdict = "match"}, 40) ==
          "40 of 5,034 exchanges listed: the others are counted and not kept");
    CHECK(export_summary(rows, {.verdict = "drift"}, 4) == "all 4 exchanges listed");
    CHECK(export_summary(rows, {.verdict = "mismatch", .route = "GET /search"}, 76) ==
          "all 76 exchanges listed");
    CHECK(export_summary(rows, {.severity = "low"}, 3) == "all 3 exchanges listed");
    CHECK(export_summary(rows, {.severity = "high"}, 5) ==
          "5 of 423 exchanges listed: the others are counted and not kept");
    CHECK(export_summary(rows, {.finding = "3f9a", .severity = "high"}, 20) ==
          "20 listed of 214 exchanges that show the finding");
    CHECK(export_summary(rows, {.status = 404}, 1) ==
          "1 exchange listed: of all that were judged, legacy answered 404 in 13, the candidate "
          "in 11");
    CHECK(export_summary(rows, {.route = "GET /orders/{id}", .status = 500}, 2) ==
          "2 exchanges listed: of all that were judged on the route, legacy answered 500 in 0, "
          "the candidate in 2");
    CHECK(export_summary(rows, {.finding = "3f9a"}, 20) ==
          "20 of 214 exchanges listed: the others are counted and not kept");
}
