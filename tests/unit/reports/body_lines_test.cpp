// SPDX-License-Identifier: Apache-2.0
#include "reports/body_lines.hpp"

#include "base/limits.hpp"
#include "tests/unit/reports/redacted_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace shadowdiff;
using namespace shadowdiff::reports;
using Mark = TextLine::Mark;

namespace {

store::DifferenceRow difference_row(std::string path, std::string pattern, std::string kind,
                                    std::string legacy, std::string candidate) {
    return {.fingerprint = "",
            .path = std::move(path),
            .pattern = std::move(pattern),
            .kind = std::move(kind),
            .severity = "high",
            .standing = "finding",
            .legacy = redacted(std::move(legacy)),
            .candidate = redacted(std::move(candidate))};
}

// Lines joined, with "! " in front of the changed ones.
std::string shown_lines(const std::vector<TextLine>& lines) {
    std::string text;
    for (const TextLine& line : lines) {
        text += (line.mark == Mark::changed ? "! " : "  ") + line.text + "\n";
    }
    return text;
}

}  // namespace

TEST_CASE("JSON is indented and every token stays as it was sent") {
    CHECK(shown_lines(body_lines(R"({"a":1.50,"b":[],"c":{},"d":[9007199254740993,"\u00e9",null]})",
                                 Side::legacy, {})) ==
          "  {\n"
          "    \"a\": 1.50,\n"
          "    \"b\": [],\n"
          "    \"c\": {},\n"
          "    \"d\": [\n"
          "      9007199254740993,\n"
          "      \"\\u00e9\",\n"
          "      null\n"
          "    ]\n"
          "  }\n");
    CHECK(shown_lines(body_lines("42", Side::legacy, {})) == "  42\n");
}

TEST_CASE("a changed value is marked on both sides") {
    const std::vector rows = {difference_row("$.a.price", "$.a.price", "changed", "19.90", "19.9")};
    CHECK(shown_lines(body_lines(R"({"a":{"price":19.90,"n":1}})", Side::legacy, rows)) ==
          "  {\n    \"a\": {\n!     \"price\": 19.90,\n      \"n\": 1\n    }\n  }\n");
    CHECK(shown_lines(body_lines(R"({"a":{"price":19.9,"n":1}})", Side::candidate, rows)) ==
          "  {\n    \"a\": {\n!     \"price\": 19.9,\n      \"n\": 1\n    }\n  }\n");
}

TEST_CASE("what is missing is marked in legacy only, what was added in the candidate only") {
    const std::string body = R"({"x":1})";
    const std::vector missing = {difference_row("$.x", "$.x", "missing", "1", "")};
    CHECK(shown_lines(body_lines(body, Side::legacy, missing)) == "  {\n!   \"x\": 1\n  }\n");
    CHECK(shown_lines(body_lines(body, Side::candidate, missing)) == "  {\n    \"x\": 1\n  }\n");
    const std::vector added = {difference_row("$.x", "$.x", "added", "", "1")};
    CHECK(shown_lines(body_lines(body, Side::legacy, added)) == "  {\n    \"x\": 1\n  }\n");
    CHECK(shown_lines(body_lines(body, Side::candidate, added)) == "  {\n!   \"x\": 1\n  }\n");
}

TEST_CASE("a whole object or array is marked with all it holds") {
    const std::vector rows = {difference_row("$.x", "$.x", "missing", R"({"y":[1]})", "")};
    CHECK(shown_lines(body_lines(R"({"x":{"y":[1]},"z":2})", Side::legacy, rows)) ==
          "  {\n!   \"x\": {\n!     \"y\": [\n!       1\n!     ]\n!   },\n    \"z\": 2\n  }\n");
}

TEST_CASE("in the candidate an element that moved is found by its value") {
    const std::vector rows = {difference_row("$[1].n", "$[*].n", "changed", "5", "6")};
    CHECK(shown_lines(body_lines(R"([{"n":6},{"n":1}])", Side::candidate, rows)) ==
          "  [\n    {\n!     \"n\": 6\n    },\n    {\n      \"n\": 1\n    }\n  ]\n");
    SUBCASE("and by its path when its stored value was cut") {
        const std::vector cut = {difference_row("$[1].n", "$[*].n", "changed", "5", "…")};
        CHECK(shown_lines(body_lines(R"([{"n":6},{"n":1}])", Side::candidate, cut)) ==
              "  [\n    {\n      \"n\": 6\n    },\n    {\n!     \"n\": 1\n    }\n  ]\n");
    }
}

TEST_CASE("names that are no identifiers are found too") {
    const std::vector rows = {difference_row("$['a.b']", "$['a.b']", "changed", "1", "2")};
    CHECK(shown_lines(body_lines(R"({"a.b":1})", Side::legacy, rows)) ==
          "  {\n!   \"a.b\": 1\n  }\n");
}

TEST_CASE("text that is no JSON stays in its lines, printable") {
    CHECK(shown_lines(body_lines("<p>\r\n\x1b[1mhello\n", Side::legacy, {})) ==
          "  <p>\n  \\x1b[1mhello\n");
    CHECK(body_lines("", Side::legacy, {}).empty());
    CHECK(shown_lines(body_lines(R"({"broken": )", Side::legacy, {})) == "  {\"broken\": \n");
}

TEST_CASE("a long body is shown around its changes") {
    std::string body = "[";
    for (int i = 0; i < 500; ++i) body += std::to_string(i) + ",";
    body += "500]";
    const std::vector rows = {difference_row("$[250]", "$[*]", "changed", "250", "x")};
    const auto lines = body_lines(body, Side::legacy, rows);
    REQUIRE(lines.size() == 11);
    CHECK(lines.front() == TextLine{"⋯ 247 lines", Mark::left_out});
    CHECK(lines[5] == TextLine{"  250,", Mark::changed});
    CHECK(lines.back() == TextLine{"⋯ 247 lines", Mark::left_out});
    SUBCASE("or at its beginning when none is marked") {
        const auto start = body_lines(body, Side::legacy, {});
        CHECK(start.size() == ReportLimits{}.body_lines_whole_max + 1);
        CHECK(start.back().mark == Mark::left_out);
    }
}

TEST_CASE("lines left out and lines shown are all lines") {
    for (std::size_t count = 0; count < 120; ++count) {
        for (std::size_t marked = 0; marked < count; marked += 7) {
            std::vector<TextLine> lines(count, TextLine{"x"});
            lines[marked].mark = Mark::changed;
            std::size_t total = 0;
            for (const TextLine& line : shorten(lines)) {
                total += line.mark == Mark::left_out
                             ? static_cast<std::size_t>(std::stoi(line.text.substr(4)))
                             : 1;
            }
            CHECK(total == count);
        }
    }
}

TEST_CASE("a hostile body costs no more than its bound") {
    const std::vector rows = {difference_row("$.a", "$[*]", "changed", "1", "2")};
    SUBCASE("nested as deep as the parser goes, and wide at the bottom") {
        std::string body(500, '[');
        for (int i = 0; i < 50'000; ++i) body += "1,";
        body += "1" + std::string(500, ']');
        CHECK_FALSE(body_lines(body, Side::candidate, rows).empty());
    }
    SUBCASE("with a very long name above many members") {
        std::string body = "{\"" + std::string(100'000, 'k') + "\":[0";
        for (int i = 0; i < 50'000; ++i) body += ",1";
        CHECK_FALSE(body_lines(body + "]}", Side::candidate, rows).empty());
    }
    SUBCASE("longer than is laid out") {
        const std::string body(1 << 20, 'x');
        std::size_t bytes = 0;
        for (const TextLine& line : body_lines(body, Side::legacy, rows)) bytes += line.text.size();
        CHECK(bytes < 1'000);
    }
}
