// SPDX-License-Identifier: Apache-2.0
#include "judge/suggest.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace shadowdiff;
using namespace shadowdiff::judge;

namespace {

const std::string uuid_head = "\"3f2504e0-4f89-41d3-9a0c-0305e82c330";

using Values = std::vector<std::pair<std::string, std::string>>;

NoisyPlace place(std::string pattern, Values values, diff::Kind kind = diff::Kind::changed) {
    return {"GET /a", std::move(pattern), kind, 10, 9, std::move(values)};
}

// "time_window within=5s", or "no: " and why.
std::string suggested(const NoisyPlace& place) {
    const auto suggestion = suggest(place);
    if (!suggestion) return "no: " + suggestion.error();
    std::string text{name(suggestion->action)};
    for (const auto& [key, value] : suggestion->keys) text += fmt::format(" {}={}", key, value);
    return text;
}

}  // namespace

TEST_CASE("the narrowest rule that explains what was seen is proposed") {
    struct Row {
        std::string pattern;
        Values values;
        std::string expected;
    };
    const std::vector<Row> rows{
        {"$.at",
         {{"\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:01Z\""}},
         "time_window within=1s"},
        {"$.at",
         {{"\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:20Z\""}},
         "time_window within=30s"},
        {"$.at",
         {{"\"2026-01-01T00:00:00Z\"", "\"2026-03-01T00:00:00Z\""},
          {"\"2026-05-01T00:00:00Z\"", "\"2026-07-01T00:00:00Z\""}},
         "no: its values have no shape in common"},
        {"$.at", {{"1767225600123", "1767225600124"}}, "time_window within=1s"},
        {"headers.x-served-at",
         {{"Thu, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:04 GMT"}},
         "time_window within=5s"},
        {"$.id",
         {{uuid_head + "1\"", uuid_head + "2\""}, {uuid_head + "3\"", uuid_head + "4\""}},
         "format format=uuid"},
        {"$.word", {{"\"OK\"", "\"ok\""}}, "case"},
        {"$.text", {{"\"a  b\"", "\"a b \""}}, "whitespace"},
        {"$.load", {{"0.51", "0.5102"}}, "tolerance relative=0.001"},
        {"$.n", {{"5", "9"}, {"17", "2"}, {"31", "44"}}, "format format=integer"},
        {"$.n", {{"0.5", "9.25"}, {"17", "2"}, {"31", "44"}}, "format format=number"},
        {"$.greeting", {{"\"hi\"", "\"hello\""}, {"\"servus\"", "\"ciao\""}}, "format format=text"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.values[0].second);
        CHECK(suggested(place(row.pattern, row.values)) == row.expected);
    }
}

TEST_CASE("what a proposed rule lets differ is still held to its shape") {
    const auto shape = [](const NoisyPlace& place) { return suggest(place)->keep_shape; };
    CHECK(shape(place(
        "$.id", {{uuid_head + "1\"", uuid_head + "2\""}, {uuid_head + "3\"", uuid_head + "4\""}})));
    CHECK(shape(place("$.load", {{"0.51", "0.5102"}})));
    CHECK_FALSE(shape(place("$.list", {}, diff::Kind::reordered)));
}

TEST_CASE("other kinds have rules of their own, or none") {
    CHECK(suggested(place("$.list", {}, diff::Kind::reordered)) == "unordered");
    CHECK(suggested(place("$.x", {{"null", ""}}, diff::Kind::missing)) == "null_equals_absent");
    CHECK(suggested(place("$.x", {{"1", ""}}, diff::Kind::missing)) ==
          "no: a rule would hide a value that is lost, or of another type");
    CHECK(suggested(place("$.x", {{"1", "\"1\""}}, diff::Kind::retyped)) ==
          "no: a rule would hide a value that is lost, or of another type");
}

TEST_CASE("what only a broad rule would explain is refused") {
    for (const auto* pattern : {"$", "$[*]", "body", "status", "answer", "(other)"}) {
        CHECK(suggested(place(pattern, {{"1", "2"}})) ==
              "no: a rule for the whole answer would hide everything");
    }
    CHECK(suggested(place("$.a", {{"{\"b\":1}", "{\"c\":2}"}})) ==
          "no: a rule would hide all that is in this object or list");
    CHECK(suggested(place("$.state", {{"\"open\"", "\"shut\""}, {"\"shut\"", "\"open\""}})) ==
          "no: legacy gives one of few values: a rule would hide a wrong one");
    CHECK(suggested(place("$.flag", {{"true", "false"}})) ==
          "no: legacy gives one of few values: a rule would hide a wrong one");
    CHECK(suggested(place("$.token", {{"\"redacted:0011223344556677\"", "\"redacted:0\""}})) ==
          "no: its values were replaced by digests");
    CHECK(suggested(place("$.text", {{"\"a…", "\"b…"}})) ==
          "no: its values are too long to be kept whole");
    CHECK(suggested(place("$.n", {})) == "no: no exchange that shows it was kept whole");
    CHECK(suggested(place("$.id", {{uuid_head + "1\"", uuid_head + "2\""}})) ==
          "no: too few of its values were kept to see that they are never the same");
    auto seldom = place(
        "$.id", {{uuid_head + "1\"", uuid_head + "2\""}, {uuid_head + "3\"", uuid_head + "4\""}});
    seldom.differed = 1;
    seldom.compared = 100;
    CHECK(suggested(seldom) == "no: seen once only: asking again explains it without a rule");
    seldom.differed = 2;
    CHECK(suggested(seldom) ==
          "no: legacy mostly agrees with itself: a rule would hide a wrong value");
    auto once = place("$.at", {{"\"2026-01-01T00:00:00Z\"", "\"2026-01-01T00:00:01Z\""}});
    once.differed = 1;
    CHECK(suggested(once) == "no: seen once only: asking again explains it without a rule");
}
